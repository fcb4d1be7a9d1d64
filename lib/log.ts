import pino from 'pino'
import { settings } from '@/lib/env'

/** Structured log, one JSON line a record, to standard output. Whatever is named like a secret is cut out. */
export const log = pino({
  level: settings().NODE_ENV === 'test' ? 'silent' : settings().LOG_LEVEL,
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ['password', 'secret', 'token', 'authorization', 'cookie'].flatMap((name) => [name, `*.${name}`]),
    censor: '[hidden]',
  },
})
