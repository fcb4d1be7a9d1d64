'use client'
import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'

/** Leaves for the identity provider, which has to ask anew who is there (OpenID Connect Core §3.1.2.1, `max_age` and `prompt`),
 *  and comes back to this very page. `onLeave`: keeps what was written. */
export function SignInAgain({ onLeave }: { onLeave?: () => void }) {
  const [isLeaving, setLeaving] = useState(false)
  const leave = () => {
    setLeaving(true)
    onLeave?.()
    const here = `${window.location.pathname}${window.location.search}`
    signIn('oidc', { callbackUrl: here }, { max_age: '0', prompt: 'login' }).catch(() => setLeaving(false))
  }
  return (
    <Button size="sm" onClick={leave} disabled={isLeaving}>
      Sign in again
    </Button>
  )
}
