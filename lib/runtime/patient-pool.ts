import pg from 'pg'
import { isUnreachable } from '@/lib/db/is-unreachable'

/** "The database is starting up": after this graphile-worker tries again, with pauses. */
const TRY_AGAIN = '57P03'

/**
 * Connections for the queue that outlive a restart of their database. What a job came to must be written down, and
 * graphile-worker tries that again after few of the errors that a restart brings; any other ends the process. So each of
 * them says that it should. `onLost` hears of connections that broke.
 */
export function openPatientPool(config: pg.PoolConfig, onLost: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({ ...config, keepAlive: true })
  pool.connect = patient(pool.connect)
  // A lost connection is the pool's to replace; a listener is needed all the same, or it would end the process.
  pool.on('error', onLost)
  pool.on('connect', (client) => {
    client.on('error', onLost)
    client.query = patient(client.query)
  })
  return pool
}

function patient<T extends (...args: never[]) => unknown>(ask: T): T {
  return new Proxy(ask, {
    apply(target, self, args) {
      const answer: unknown = Reflect.apply(target, self, args)
      return answer instanceof Promise ? answer.catch(sayTryAgain) : answer
    },
  })
}

function sayTryAgain(error: unknown): never {
  throw isUnreachable(error) ? Object.assign(error as Error, { code: TRY_AGAIN }) : error
}
