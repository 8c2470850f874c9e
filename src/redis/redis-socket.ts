import { connect, type NetConnectOpts, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'

/** A filter of what comes from a socket. */
export interface IncomingBytes {
  /** Called before each chunk; `isDrained` where the reader has taken all that came before it. */
  begin(isDrained: boolean): void
  /** Passes on what the reader may see; what it throws destroys the socket, with this error. */
  write(chunk: Buffer, pass: (bytes: Buffer) => void): void
}

/**
 * Opens a socket that never ends the process, however it fails: it has an error listener for its whole life (ioredis listens
 * once, and a TLS peer can cause several errors, see https://github.com/redis/ioredis/issues/961), and its reader sees only what
 * the filter passes on.
 */
export const openSocket = (place: NetConnectOpts, tls: ConnectionOptions | undefined, incoming: IncomingBytes): Socket => {
  const socket = tls === undefined ? connect(place) : connectTls({ ...place, ...tls })
  socket.on('error', () => {})
  const push = socket.push.bind(socket)
  // Node hands what it has read to `push`, in TLS once it is decrypted; `null` is the end.
  socket.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (!Buffer.isBuffer(chunk)) return push(chunk, encoding)
    if (socket.destroyed) return false
    let isWanted = true
    try {
      incoming.begin(socket.readableLength === 0)
      incoming.write(chunk, (bytes) => void (isWanted = push(bytes)))
    } catch (cause) {
      socket.destroy(cause instanceof Error ? cause : undefined)
      return false
    }
    return isWanted
  }
  return socket
}
