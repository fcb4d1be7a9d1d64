import pino from 'pino'
import { settings } from '@/lib/env'

const options: pino.LoggerOptions = {
  level: settings().NODE_ENV === 'test' ? 'silent' : settings().LOG_LEVEL,
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ['password', 'secret', 'token', 'authorization', 'cookie'].flatMap((name) => [name, `*.${name}`]),
    censor: '[hidden]',
  },
}

/** Structured log, one JSON line a record, to standard error. Whatever is named like a secret is cut out. */
export const log = pino(options, pino.destination({ fd: 2, sync: true }))
