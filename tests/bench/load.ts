import { readFileSync } from 'node:fs'
import { connect } from 'node:net'

/** What to send where: whole HTTP/1.1 requests as text, taken in turn; `perSecond` null = as fast as answers come. */
export type LoadOrder = {
  port: number
  connections: number
  seconds: number
  requests: string[]
  expect: string
  perSecond: number | null
}

/** What came of it. Latencies in milliseconds, from when a request was due. `unexpected`: answers without `expect`. */
export type LoadResult = {
  answers: number
  perSecond: number
  p50: number
  p99: number
  unexpected: number
  sample: string
}

const CRLF2 = Buffer.from('\r\n\r\n')
const NOTHING = Buffer.alloc(0)
/** Both servers under test write it in one of these two ways. */
const LENGTH_LOWER = Buffer.from('content-length: ')
const LENGTH_UPPER = Buffer.from('Content-Length: ')

/** One keep-alive connection that sends a request and reads its whole answer before the next. */
class Caller {
  private buffer: Buffer = Buffer.alloc(0)
  private answered: ((answer: Buffer) => void) | null = null
  private readonly socket

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.socket.on('data', (chunk) => this.receive(chunk))
    this.socket.on('error', (error) => {
      throw error
    })
  }

  send(request: string, answered: (answer: Buffer) => void): void {
    this.answered = answered
    this.socket.write(request)
  }

  close(): void {
    this.socket.destroy()
  }

  private receive(chunk: Buffer): void {
    this.buffer = this.buffer.length === 0 ? chunk : Buffer.concat([this.buffer, chunk])
    const head = this.buffer.indexOf(CRLF2)
    const lower = this.buffer.indexOf(LENGTH_LOWER)
    const field = lower < 0 ? this.buffer.indexOf(LENGTH_UPPER) : lower
    if (head < 0) return
    const end =
      head +
      4 +
      (field < 0 || field > head ? 0 : Number.parseInt(this.buffer.toString('latin1', field + 16, field + 26), 10))
    if (this.buffer.length < end) return
    const answer = this.buffer.subarray(0, end)
    this.buffer = this.buffer.length === end ? NOTHING : this.buffer.subarray(end)
    this.answered?.(answer)
  }
}

/** Runs one order to its end. */
function run(order: LoadOrder): Promise<LoadResult> {
  const callers = Array.from({ length: order.connections }, () => new Caller(order.port))
  const latencies: number[] = []
  const idle = [...callers]
  const due: number[] = []
  const started = performance.now()
  const ends = started + order.seconds * 1000
  let [next, unexpected, sample] = [0, 0, '']
  return new Promise((resolve) => {
    const finish = () => {
      for (const caller of callers) caller.close()
      latencies.sort((a, b) => a - b)
      const at = (share: number) => Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 100) / 100
      const perSecond = Math.round(latencies.length / ((performance.now() - started) / 1000))
      resolve({ answers: latencies.length, perSecond, p50: at(0.5), p99: at(0.99), unexpected, sample })
    }
    const call = (caller: Caller, dueAt: number) => {
      const request = order.requests[next++ % order.requests.length] ?? ''
      caller.send(request, (answer) => {
        const now = performance.now()
        latencies.push(now - dueAt)
        if (!answer.includes(order.expect)) {
          unexpected++
          sample ||= answer.toString('latin1', 0, 600)
        }
        const waiting = due.shift()
        if (now >= ends) idle.push(caller)
        else if (waiting !== undefined) call(caller, waiting)
        else if (order.perSecond === null) call(caller, now)
        else idle.push(caller)
      })
    }
    if (order.perSecond === null) for (const caller of idle.splice(0)) call(caller, performance.now())
    let sent = 0
    const clock = setInterval(() => {
      const now = performance.now()
      if (now >= ends) {
        clearInterval(clock)
        setTimeout(finish, 500)
        return
      }
      const wanted = order.perSecond === null ? 0 : Math.floor(((now - started) / 1000) * order.perSecond)
      for (; sent < wanted; sent++) {
        const caller = idle.pop()
        if (caller) call(caller, now)
        else due.push(now)
      }
    }, 1)
  })
}

const [file] = process.argv.slice(2)
if (file) console.log(JSON.stringify(await run(JSON.parse(readFileSync(file, 'utf8')))))
