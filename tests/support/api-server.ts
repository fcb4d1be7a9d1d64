import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { onTestFinished } from 'vitest'

/** Serves a handler of requests on a port of this machine until the test is over; answers with where. */
export async function serveRequests(answer: (request: Request) => Promise<Response>): Promise<string> {
  const server = http.createServer(async (incoming, outgoing) => {
    const { method = 'GET', headers, url = '/' } = incoming
    const hasBody = method !== 'GET' && method !== 'HEAD'
    const body = hasBody ? (Readable.toWeb(incoming) as ReadableStream) : undefined
    const init: RequestInit & { duplex: 'half' } = { method, headers: headers as HeadersInit, body, duplex: 'half' }
    const reply = await answer(new Request(`http://${headers.host}${url}`, init))
    outgoing.writeHead(reply.status, Object.fromEntries(reply.headers))
    if (reply.body) Readable.fromWeb(reply.body as WebStream).pipe(outgoing)
    else outgoing.end()
  })
  // A connection that is kept must not be dropped in the moment in which it is used again.
  server.keepAliveTimeout = 300_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
