import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** Why a process could not listen on this port of the address now, as the system's code; undefined where it could. */
export async function whyNotListen(port: number, host: string): Promise<string | undefined> {
  const server = createServer()
  try {
    server.listen({ port, host, exclusive: true })
    await once(server, 'listening')
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown'
  } finally {
    server.close()
  }
}

/** Whether a process could listen on this port of the address now. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return (await whyNotListen(port, host)) === undefined
}

/** A port of the loopback address that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
