import NextAuth from 'next-auth'
import { authOptions } from '@/lib/auth/options'

type RouteContext = { params: Promise<{ nextauth: string[] }> }

/** next-auth's own routes: sign-in, callback, sign-out, session. Options are read at the first request, not at build. */
async function handle(request: Request, context: RouteContext): Promise<Response> {
  return NextAuth(authOptions())(request, context)
}

export { handle as GET, handle as POST }
