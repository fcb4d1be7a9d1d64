import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { InstallationContext } from '@/lib/domain/context'
import { STATUS_LIST_LIFE_SECONDS } from '@/lib/domain/token-facts'
import type { Asked, Endpoint, Reply, Service } from '@/lib/oauth/endpoint'
import { OAuthError } from '@/lib/oauth/oauth-error'
import { listStatusListEntries } from '@/lib/queries/list-status-list-entries'
import { countStatusNumbers, listStatusNumberBlocks } from '@/lib/queries/read-status-numbers'
import { LIST_SIZE, statusIndex, statusListUri } from '@/lib/signals/status-index'
import { encodeStatusList, STATUS_BITS } from '@/lib/signals/status-list'

const ACTOR = { kind: 'system', name: 'token service' } as const
const MEDIA_TYPE = 'application/statuslist+jwt'
/** How old what is served may be, and what a verifier should rely on a copy for (seconds). */
const FRESH_SECONDS = 5
const TTL_SECONDS = 30
/** Which lists are in use changes once in 131,072 tokens. */
const USED_SECONDS = 30
const PUBLIC = { 'cache-control': `public, max-age=${FRESH_SECONDS}`, 'access-control-allow-origin': '*' }

/** Served as it is until it is too old; asked for at the same time, it is made once. */
class Kept<T> {
  private madeAt = Number.NaN
  private made: Promise<T> | null = null

  constructor(
    private readonly seconds: number,
    private readonly make: (now: Date) => Promise<T>,
  ) {}

  get(now: Date): Promise<T> {
    const age = now.getTime() - this.madeAt
    if (this.made && age >= 0 && age < this.seconds * 1000) return this.made
    const made = this.make(now)
    this.made = made
    this.madeAt = now.getTime()
    made.catch(() => {
      if (this.made === made) this.made = null
    })
    return made
  }
}

type Statuses = { madeAt: Date; taken: number; byList: Map<number, [idx: number, value: number][]> }
type Packed = { jwt: string; zipped: Buffer; etag: string }

async function readStatuses(now: Date): Promise<Statuses> {
  const caller: InstallationContext = { actor: ACTOR, now }
  const taken = await countStatusNumbers(caller)
  const byList: Statuses['byList'] = new Map()
  for (const { number, value } of await listStatusListEntries(caller)) {
    const { list, idx } = statusIndex(number)
    const statuses = byList.get(list) ?? []
    statuses.push([idx, value])
    byList.set(list, statuses)
  }
  return { madeAt: now, taken, byList }
}

/** The lists as one service gives them out: read from the database for all of them at once, signed when asked for. */
class StatusLists {
  private readonly statuses = new Kept(FRESH_SECONDS, readStatuses)
  private readonly used = new Kept(USED_SECONDS, (now) => listStatusNumberBlocks({ actor: ACTOR, now }, LIST_SIZE))
  private packed = new WeakMap<Statuses, Map<number, Promise<Packed>>>()

  constructor(private readonly service: Service) {}

  /** Null where no token has this list. */
  async find(list: number, now: Date): Promise<Packed | null> {
    const statuses = await this.statuses.get(now)
    if (list * LIST_SIZE >= statuses.taken) return null
    const packed = this.packed.get(statuses) ?? new Map<number, Promise<Packed>>()
    this.packed.set(statuses, packed)
    const known = packed.get(list) ?? this.pack(list, statuses)
    packed.set(list, known)
    return known
  }

  async listUris(now: Date): Promise<string[]> {
    return (await this.used.get(now)).map((list) => statusListUri(this.service, list))
  }

  private async pack(list: number, { madeAt, byList }: Statuses): Promise<Packed> {
    const iat = Math.floor(madeAt.getTime() / 1000)
    const { jwt } = await this.service.keys.sign('ES256', 'statuslist+jwt', {
      iss: this.service.issuer,
      sub: statusListUri(this.service, list),
      iat,
      exp: iat + STATUS_LIST_LIFE_SECONDS,
      ttl: TTL_SECONDS,
      status_list: {
        ...encodeStatusList(byList.get(list) ?? [], LIST_SIZE, STATUS_BITS),
        aggregation_uri: `${this.service.issuer}/status-lists`,
      },
    })
    const etag = createHash('sha256').update(jwt).digest('base64url').slice(0, 22)
    return { jwt, zipped: gzipSync(jwt), etag }
  }
}

const listsOf = new WeakMap<Service, StatusLists>()

function statusLists(service: Service): StatusLists {
  const known = listsOf.get(service) ?? new StatusLists(service)
  listsOf.set(service, known)
  return known
}

const NOT_FOUND: Reply = {
  status: 404,
  body: { error: 'invalid_request', error_description: 'There is no such status list.' },
}

function readList(path: string): number | null {
  const [, digits] = /^\/status-lists\/(0|[1-9]\d{0,8})$/.exec(path) ?? []
  return digits === undefined ? null : Number(digits)
}

function accepts(header: string | string[] | undefined, coding: RegExp): boolean {
  return String(header ?? '')
    .split(',')
    .some((each) => coding.test(each.trim()) && !/;\s*q=0(\.0*)?\s*$/i.test(each))
}

function send({ headers }: Asked, { jwt, zipped, etag }: Packed): Reply {
  const isZipped = accepts(headers['accept-encoding'], /^(gzip|\*)/i)
  const tag = isZipped ? `"${etag}-gzip"` : `"${etag}"`
  const common = { ...PUBLIC, etag: tag, vary: 'accept-encoding' }
  const known = String(headers['if-none-match'] ?? '').split(',')
  if (known.some((each) => each.trim().replace(/^W\//, '') === tag)) return { status: 304, headers: common }
  const coding = isZipped ? { 'content-encoding': 'gzip' } : undefined
  return { status: 200, headers: { ...common, 'content-type': MEDIA_TYPE, ...coding }, body: isZipped ? zipped : jwt }
}

/** One list of the states of tokens, signed, for whoever checks tokens by themselves (draft-ietf-oauth-status-list,
 *  Status List Request). The past is not kept: `time` is 501. */
export const serveStatusList: Endpoint = async (asked) => {
  if (asked.query.has('time')) {
    throw new OAuthError('invalid_request', 'Lists of the past are not served.', { status: 501 })
  }
  const list = readList(asked.path)
  const packed = list === null ? null : await statusLists(asked.service).find(list, asked.now)
  return packed ? send(asked, packed) : NOT_FOUND
}

/** The lists that tokens which have not run out refer to (draft-ietf-oauth-status-list, Status List Aggregation). */
export const listStatusLists: Endpoint = async ({ service, now }) => {
  return { status: 200, headers: PUBLIC, body: { status_lists: await statusLists(service).listUris(now) } }
}
