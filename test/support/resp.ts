import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** What Redis answers over RESP2. */
export type Reply = string | number | null | readonly Reply[]

/** An error that Redis answered, such as `NOAUTH Authentication required.` */
export class ReplyError extends Error {
  override readonly name = 'ReplyError'
}

type Parsed = { readonly reply: Reply | ReplyError; readonly next: number } | undefined

const parseArray = (bytes: Buffer, from: number, count: number): Parsed => {
  const replies: Reply[] = []
  let next = from
  for (let index = 0; index < count; index += 1) {
    const element = parseReply(bytes, next)
    if (element === undefined) return undefined
    replies.push(element.reply instanceof ReplyError ? element.reply.message : element.reply)
    next = element.next
  }
  return { reply: replies, next }
}

const parseBulk = (bytes: Buffer, from: number, length: number): Parsed => {
  if (length < 0) return { reply: null, next: from }
  if (bytes.length < from + length + 2) return undefined
  return { reply: bytes.toString('utf8', from, from + length), next: from + length + 2 }
}

/** Reads one reply that starts at `start`; undefined while it is incomplete. */
export const parseReply = (bytes: Buffer, start: number): Parsed => {
  const end = bytes.indexOf('\r\n', start)
  if (end < 0) return undefined
  const line = bytes.toString('utf8', start + 1, end)
  const next = end + 2
  switch (String.fromCharCode(bytes[start] ?? 0)) {
    case '+':
      return { reply: line, next }
    case '-':
      return { reply: new ReplyError(line), next }
    case ':':
      return { reply: Number(line), next }
    case '$':
      return parseBulk(bytes, next, Number(line))
    case '*':
      return Number(line) < 0 ? { reply: null, next } : parseArray(bytes, next, Number(line))
    default:
      throw new Error(`not RESP2: ${line}`)
  }
}

const encode = (words: readonly (string | number)[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`).join('')}`

interface Waiting {
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: Error) => void
}

/** A connection to Redis with nothing between it and the wire, so that tests do not lean on the client that they test. */
export interface RespConnection {
  /** This end's address as Redis names it, such as `127.0.0.1:41234`. */
  readonly address: string
  /** Sends a command. Rejects with `ReplyError` when Redis refuses it, and with what ended the connection. */
  command(...words: readonly (string | number)[]): Promise<Reply>
  readonly closed: boolean
  close(): void
}

/** Opens a connection. `onPush` gets the replies that answer no command: a subscription's messages, the lines of MONITOR. */
export const connectResp = async (port: number, onPush: (reply: Reply) => void = () => undefined): Promise<RespConnection> => {
  const socket = connect(port, '127.0.0.1').setNoDelay()
  await once(socket, 'connect')
  const waiting: Waiting[] = []
  receive(socket, (reply) => {
    const asker = waiting.shift()
    if (reply instanceof ReplyError) asker?.reject(reply)
    else if (asker === undefined) onPush(reply)
    else asker.resolve(reply)
  })
  socket.once('close', () => {
    for (const { reject } of waiting.splice(0)) reject(new Error('the connection to Redis was closed'))
  })
  return {
    address: `127.0.0.1:${socket.localPort}`,
    command: (...words) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error('the connection to Redis was closed'))
        waiting.push({ resolve, reject })
        socket.write(encode(words))
      }),
    get closed() {
      return socket.destroyed
    },
    close: () => void socket.destroy(),
  }
}

const receive = (socket: Socket, take: (reply: Reply | ReplyError) => void): void => {
  let pending: Buffer = Buffer.alloc(0)
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    for (let parsed = parseReply(pending, 0); parsed !== undefined; parsed = parseReply(pending, 0)) {
      pending = pending.subarray(parsed.next)
      take(parsed.reply)
    }
  })
}
