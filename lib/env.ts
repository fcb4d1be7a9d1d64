import path from 'node:path'
import { z } from 'zod'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

const Port = z.coerce.number().int().min(1).max(65_535)
const PostgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
const Issuer = z.url().refine(isSafeUrl, 'must be https, unless it is on this machine')
const Origin = z
  .url({ protocol: /^https?$/ })
  .refine((value) => new URL(value).pathname === '/', 'must be an address without a path')
  .transform((value) => new URL(value).origin)

const Environment = z
  .object({
    DATABASE_URL: PostgresUrl.optional(),
    DATABASE_REPLICA_URL: PostgresUrl.optional(),
    OIDC_ISSUER: Issuer.optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    REMIT_URL: Origin.optional(),
    REMIT_TOKEN_URL: Origin.optional(),
    REMIT_TOKEN: z.string().optional(),
    REMIT_HOME: z.string().default('.remit'),
    REMIT_SECRET: z.string().min(32, 'must have 32 characters or more').optional(),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
      .optional(),
    MAIL_FROM: z.string().max(320).optional(),
    PORT: Port.default(3000),
    TOKEN_PORT: Port.default(3001),
    NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
    LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  })
  .superRefine((given, ctx) => {
    for (const name of ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const) {
      const isMissing = given.OIDC_ISSUER !== undefined && given[name] === undefined
      if (isMissing) ctx.addIssue({ code: 'custom', path: [name], message: 'is needed with OIDC_ISSUER' })
    }
    const isPortShared = given.PORT === given.TOKEN_PORT
    if (isPortShared) ctx.addIssue({ code: 'custom', path: ['TOKEN_PORT'], message: 'must differ from PORT' })
  })

/** What was set, checked, with defaults. `REMIT_HOME` is absolute; `REMIT_URL` and `REMIT_TOKEN_URL` (the issuer of the
 *  token service) are origins. */
export type Settings = Omit<z.output<typeof Environment>, 'REMIT_URL' | 'REMIT_TOKEN_URL'> & {
  REMIT_URL: string
  REMIT_TOKEN_URL: string
}

/** Names of settings that are wrong or missing. Its message never holds a value: values may be secret. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Wrong settings: ${problems.join('; ')}.`)
    this.name = 'SettingsError'
  }
}

let parsed: Settings | undefined

/** The settings, read on first use. @throws SettingsError naming each bad one. */
export function settings(): Settings {
  parsed ??= readSettings(process.env)
  return parsed
}

/** The settings of a process that needs the database. @throws SettingsError also where DATABASE_URL is not set. */
export function env(): Settings & { DATABASE_URL: string } {
  return withRequired(settings(), ['DATABASE_URL'])
}

/** The settings of a process that signs people in. @throws SettingsError also where one of them is not set. */
export function signInEnv() {
  return withRequired(settings(), ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'REMIT_SECRET'])
}

/** The settings of a process that keeps secrets for others. @throws SettingsError also where REMIT_SECRET is not set. */
export function secretEnv() {
  return withRequired(settings(), ['REMIT_SECRET'])
}

/** Where mail goes: a server and a sender, or null where mail is kept to be read in Remit itself. */
export function mailEnv(): { url: string; from: string } | null {
  const { SMTP_URL, MAIL_FROM, REMIT_URL } = settings()
  return SMTP_URL ? { url: SMTP_URL, from: MAIL_FROM ?? `Remit <remit@${new URL(REMIT_URL).hostname}>` } : null
}

/** The environment for a process that Remit starts: this one's, with what was computed for what was not set. */
export function childEnvironment(computed: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...computed }
}

/** Sets what was computed for this process itself, before anything has read the settings that depend on it. */
export function completeSettings(computed: Record<string, string>): void {
  Object.assign(process.env, computed)
  parsed = undefined
}

/** Gives settings a value where nothing was set, before they are first read. */
export function defaultSettings(defaults: Record<string, string>): void {
  for (const [name, value] of Object.entries(defaults)) process.env[name] ||= value
}

/** Whether `npm start` or another script of package.json started this process. */
export function isRunByNpm(): boolean {
  return process.env.npm_lifecycle_event !== undefined
}

/** Whether a URL leads to this machine only. */
export function isLoopbackUrl(url: string): boolean {
  return LOOPBACK.has(new URL(url).hostname)
}

/** Checks a set of variables as settings; an empty one counts as not set. */
export function readSettings(source: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const result = Environment.safeParse(given)
  if (!result.success) throw new SettingsError(result.error.issues.map(describe))
  const { PORT, TOKEN_PORT, REMIT_HOME } = result.data
  const { REMIT_URL = `http://localhost:${PORT}`, REMIT_TOKEN_URL = `http://localhost:${TOKEN_PORT}` } = result.data
  return { ...result.data, REMIT_URL, REMIT_TOKEN_URL, REMIT_HOME: path.resolve(REMIT_HOME) }
}

function describe(issue: z.core.$ZodIssue): string {
  const reason = issue.code === 'custom' || issue.code === 'invalid_format' ? issue.message : constraint(issue)
  return `${issue.path.join('.')} ${reason}`
}

/** Zod's own sentences may quote the value it was given. */
function constraint(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`
  if (issue.code === 'too_small' || issue.code === 'too_big') return issue.message
  return 'is not valid'
}

function isSafeUrl(value: string): boolean {
  return URL.canParse(value) && (value.startsWith('https://') || (value.startsWith('http://') && isLoopbackUrl(value)))
}

function withRequired<K extends keyof Settings>(all: Settings, names: readonly K[]) {
  const missing = names.filter((name) => all[name] === undefined)
  if (missing.length > 0) throw new SettingsError(missing.map((name) => `${name} is not set`))
  return all as Settings & { [name in K]: NonNullable<Settings[name]> }
}
