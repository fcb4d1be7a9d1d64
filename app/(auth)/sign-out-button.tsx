'use client'

import { signOut } from 'next-auth/react'
import { Button } from '@/components/ui/button'

/** Ends the signed-in person's own session with Remit; the identity provider's is theirs to end. */
export function SignOutButton({ children = 'Sign out' }: { children?: string }) {
  return (
    <Button size="lg" onClick={() => signOut({ callbackUrl: '/sign-in' })}>
      {children}
    </Button>
  )
}
