import type { Adapter, AdapterPayload } from 'oidc-provider'

type Entry = { payload: AdapterPayload; expiresAt: number }

const entries = new Map<string, Entry>()

/** What the local identity provider remembers: sign-ins under way, for minutes. The names are oidc-provider's. */
export class MemoryAdapter implements Adapter {
  constructor(private readonly model: string) {}

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds: number): Promise<void> {
    forgetExpired()
    const expiresAt = expiresInSeconds ? Date.now() + expiresInSeconds * 1000 : Number.POSITIVE_INFINITY
    entries.set(`${this.model}:${id}`, { payload, expiresAt })
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.findWhere((payload, key) => key === `${this.model}:${id}` && payload !== undefined)
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.findWhere((payload, key) => key.startsWith(`${this.model}:`) && payload.uid === uid)
  }

  async findByUserCode(): Promise<undefined> {
    return undefined
  }

  async consume(id: string): Promise<void> {
    const entry = entries.get(`${this.model}:${id}`)
    if (entry) entry.payload = { ...entry.payload, consumed: Math.floor(Date.now() / 1000) }
  }

  async destroy(id: string): Promise<void> {
    entries.delete(`${this.model}:${id}`)
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key)
  }

  private findWhere(matches: (payload: AdapterPayload, key: string) => boolean): AdapterPayload | undefined {
    for (const [key, { payload, expiresAt }] of entries) {
      if (expiresAt > Date.now() && matches(payload, key)) return payload
    }
    return undefined
  }
}

function forgetExpired(): void {
  for (const [key, { expiresAt }] of entries) if (expiresAt <= Date.now()) entries.delete(key)
}
