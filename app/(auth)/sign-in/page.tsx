import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { returnAddress } from '@/app/(auth)/sign-in/return-address'
import { SignInButton } from '@/app/(auth)/sign-in/sign-in-button'
import { signInProblem } from '@/app/(auth)/sign-in/sign-in-problem'
import { findContext } from '@/lib/auth/current-actor'
import { identityProviderName, signInAddress } from '@/lib/auth/sign-in-address'

export const metadata: Metadata = { title: 'Sign in' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** One button to the identity provider, and, after an attempt that failed, why. */
export default async function SignInPage({ searchParams }: Props) {
  const asked = await searchParams
  const error = typeof asked.error === 'string' ? asked.error : undefined
  const elsewhere = signInAddress((await headers()).get('host'))
  if (elsewhere) redirect(elsewhere)
  if (!error && (await findContext()).kind === 'member') redirect(returnAddress(asked))
  return (
    <>
      <div>
        <h1 className="text-20 tracking-[-0.015em]">Sign in</h1>
        <p className="text-fg-2">See who acts for whom, how far, for how long.</p>
      </div>
      {error && (
        <p role="alert" className="border-l-2 border-danger bg-danger-tint px-3 py-2 text-danger-fg">
          {signInProblem(error)}
        </p>
      )}
      <SignInButton with={identityProviderName()} returnTo={returnAddress(asked)} />
    </>
  )
}
