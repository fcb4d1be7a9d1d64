/** What a connector can be asked to do to end a session. It answers when the other side has confirmed, or throws. */
export type Revoker = {
  revoke(order: { externalId: string | null; sessionArn: string | null; issuedAt: Date }): Promise<'sent' | 'confirmed'>
}

/** Connectors by kind, with what each can do. One that only reads has no revoker: Remit then says that the session may
 *  work until it expires, and never that it was revoked. */
export const CONNECTORS: Record<string, { name: string; revoker?: Revoker }> = {
  'aws-cloudtrail': { name: 'AWS CloudTrail' },
}
