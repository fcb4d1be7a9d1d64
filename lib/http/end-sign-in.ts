import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'

/** Takes the sign-in cookie away, in the parts a long one comes in, and goes to the sign-in page. Nothing else of a
 *  sign-in is kept: who a person is stands in the cookie alone. */
export async function endSignIn(): Promise<never> {
  const jar = await cookies()
  for (const { name } of jar.getAll()) {
    if (!/^(__Secure-)?next-auth\.session-token(\.\d+)?$/.test(name)) continue
    jar.set(name, '', { path: '/', maxAge: 0, httpOnly: true, sameSite: 'lax', secure: name.startsWith('__Secure-') })
  }
  redirect('/sign-in')
}
