import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignOutButton } from '@/app/(auth)/sign-out-button'
import { findContext } from '@/lib/auth/current-actor'

export const metadata: Metadata = { title: 'Not a member' }

type Stranger = { email: string | null; isEmailVerified: boolean }

/** An address that anybody could have written down lets nobody in, so asking an admin would not help. */
function whatToDo({ email, isEmailVerified }: Stranger): string {
  if (!email) return 'Your identity provider told no address, by which an admin could add you: ask whoever runs it.'
  if (isEmailVerified) return 'Ask an admin to add you by this address, then sign in again.'
  return 'Your identity provider does not say that this address is verified, so it does not count: have it verified there, then sign in again.'
}

/** For a person whose identity is known and who is no member, or no longer: who they are, and what to do. */
export default async function NoMemberPage() {
  const person = await findContext()
  if (person.kind === 'signed-out') redirect('/sign-in')
  if (person.kind === 'member') redirect('/')
  return (
    <>
      <div className="flex flex-col gap-2">
        <h1 className="text-20 tracking-[-0.015em]">You are not a member</h1>
        <p className="text-fg-2">
          You are signed in as <b className="text-fg">{person.name}</b>
          {person.email && person.email !== person.name && <> ({person.email})</>}, but not a member of an organisation
          here. {whatToDo(person)}
        </p>
      </div>
      <SignOutButton>Sign out</SignOutButton>
    </>
  )
}
