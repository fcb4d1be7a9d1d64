import net from 'node:net'

const loopback = /^(localhost|127(\.\d+){3}|::1|\[::1\]|::ffff:127(\.\d+){3})$/i

/** The host of the three forms that `connect` is called in; null for a Unix socket. Node itself passes them in an array. */
function hostOf(first: unknown, second: unknown): string | null {
  if (Array.isArray(first)) return hostOf(first[0], first[1])
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && first.path) return null
    return 'host' in first && typeof first.host === 'string' ? first.host : 'localhost'
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return null
  return typeof second === 'string' ? second : 'localhost'
}

/**
 * A test that reaches for another machine fails at once, with its name, instead of depending on the weather.
 * Files share their process, so that it may have been done for an earlier one.
 */
const { connect } = net.Socket.prototype
function connectToLoopbackOnly(this: net.Socket, ...args: unknown[]) {
  const host = hostOf(args[0], args[1])
  if (host !== null && !loopback.test(host)) throw new Error(`tests have no network: tried to connect to ${host}`)
  return Reflect.apply(connect, this, args)
}
if (connect.name !== connectToLoopbackOnly.name) net.Socket.prototype.connect = connectToLoopbackOnly as typeof connect
