import type { NextAuthOptions, Profile } from 'next-auth'
import { encode, type JWTEncodeParams } from 'next-auth/jwt'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import { signInMember } from '@/lib/auth/sign-in-member'
import { signInEnv } from '@/lib/env'
import type { Person } from '@/lib/queries/find-member-for-person'
import type { MemberKey } from '@/lib/queries/find-signed-in-member'

const TWELVE_HOURS_SECONDS = 12 * 60 * 60

/** The claims of OpenID Connect Core §5.1 that Remit reads. */
type OidcProfile = Profile & {
  sub: string
  email_verified?: boolean
  preferred_username?: string
  auth_time?: number
}

declare module 'next-auth' {
  interface Session {
    member?: MemberKey
    authenticatedAt?: number
    isEmailVerified?: boolean
  }
}
declare module 'next-auth/jwt' {
  interface JWT {
    member?: MemberKey
    /** Seconds since the epoch; absent where the identity provider does not tell. */
    authenticatedAt?: number
    isEmailVerified?: boolean
    /** When the sign-in ends, in seconds since the epoch. */
    endsAt?: number
  }
}

/** next-auth gives each cookie it renews a whole life more, so that a stolen one would never end: here it ends when the sign-in
 *  does, however often it is renewed. */
export function encodeUntilEnd(params: JWTEncodeParams): Promise<string> {
  const { endsAt } = params.token ?? {}
  return encode(endsAt === undefined ? params : { ...params, maxAge: endsAt - Math.floor(Date.now() / 1000) })
}

/**
 * Sign-in by OpenID Connect: authorization code with PKCE, state and nonce. Who they are stays in an encrypted cookie;
 * what they may do is read anew on every request, so that a removed role is gone at once.
 */
export function authOptions(): NextAuthOptions {
  const { REMIT_SECRET, REMIT_URL } = signInEnv()
  return {
    secret: REMIT_SECRET,
    session: { strategy: 'jwt', maxAge: TWELVE_HOURS_SECONDS },
    jwt: { encode: encodeUntilEnd },
    useSecureCookies: REMIT_URL.startsWith('https://'),
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    providers: [identityProvider()],
    callbacks: {
      async jwt({ token, profile }) {
        if (!profile) return token
        const now = new Date()
        const person = toPerson(profile as OidcProfile)
        const member = await signInMember(person, now)
        const authenticatedAt = authenticationTime((profile as OidcProfile).auth_time, now)
        const endsAt = Math.floor(now.getTime() / 1000) + TWELVE_HOURS_SECONDS
        const { isEmailVerified } = person
        return { ...token, member: member ?? undefined, authenticatedAt, isEmailVerified, endsAt }
      },
      session({ session, token }) {
        const { member, authenticatedAt, isEmailVerified } = token
        return { ...session, member, authenticatedAt, isEmailVerified }
      },
    },
  }
}

function identityProvider(): OAuthConfig<OidcProfile> {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = signInEnv()
  return {
    id: 'oidc',
    name: 'OpenID Connect',
    type: 'oauth',
    wellKnown: `${OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    authorization: { params: { scope: 'openid profile email', max_age: TWELVE_HOURS_SECONDS } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    profile: (profile) => ({ id: profile.sub, name: nameOf(profile), email: profile.email, image: null }),
  }
}

/** When they proved who they are (OpenID Connect Core §2, `auth_time`), in seconds: of the signed ID token, never of the
 *  future. It is there because `max_age` was asked for; a provider that leaves it out proves nothing. */
export function authenticationTime(authTime: unknown, now: Date): number | undefined {
  if (typeof authTime !== 'number' || !Number.isFinite(authTime) || authTime <= 0) return undefined
  return Math.min(Math.floor(authTime), Math.floor(now.getTime() / 1000))
}

function toPerson(profile: OidcProfile): Person {
  const isEmailVerified = profile.email_verified === true
  return {
    issuer: signInEnv().OIDC_ISSUER,
    subject: profile.sub,
    name: nameOf(profile),
    email: profile.email,
    isEmailVerified,
  }
}

function nameOf(profile: OidcProfile): string {
  return profile.name ?? profile.preferred_username ?? profile.email ?? profile.sub
}
