/** The one client of the local identity provider: Remit's dashboard. */
export const LOCAL_CLIENT_ID = 'remit-dashboard'

/** The issuer of a local identity provider on this port (RFC 8414 §2). */
export function localIssuer(port: number): string {
  return `http://127.0.0.1:${port}`
}
