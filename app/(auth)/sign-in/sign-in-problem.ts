const PROBLEMS: Record<string, string> = {
  OAuthSignin: 'The identity provider could not be reached. Try again; if it stays so, tell an admin.',
  OAuthCallback: 'The identity provider did not confirm who you are, or the attempt took too long. Try again.',
  Callback: 'You were identified, but Remit could not look up your membership. Try again in a moment.',
  AccessDenied: 'The identity provider refused the sign-in.',
  Configuration: 'Signing in is not set up correctly. Tell an admin.',
  SessionRequired: 'You have been signed out. Sign in to go on.',
}

/** What went wrong, in words, for an error code of next-auth. */
export function signInProblem(code: string): string {
  return PROBLEMS[code] ?? 'Signing in did not work. Try again; if it stays so, tell an admin.'
}
