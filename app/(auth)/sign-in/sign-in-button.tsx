'use client'

import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'

type Props = { with: string; returnTo: string }

/** Leaves for the identity provider, and comes back to `returnTo`. */
export function SignInButton({ with: provider, returnTo }: Props) {
  const [isLeaving, setLeaving] = useState(false)
  function leave() {
    setLeaving(true)
    signIn('oidc', { callbackUrl: returnTo }).catch(() => setLeaving(false))
  }
  return (
    <Button variant="ink" size="lg" onClick={leave} disabled={isLeaving} autoFocus>
      Sign in with {provider}
    </Button>
  )
}
