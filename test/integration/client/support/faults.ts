import type { Socket } from 'node:net'
import type { SdkOptions } from '../../../../src/index.ts'
import { order } from '../../../unit/client/orders.ts'
import { answer, type Behaviour } from './hostile-server.ts'

/** A way in which an API or the path to it goes wrong, and what a read of one order comes to. */
export interface Fault {
  readonly name: string
  readonly behave: Behaviour
  /** Requests that are sent. */
  readonly attempts: number
  /** What the call is rejected with, the kind first; `undefined` where it succeeds in the end. */
  readonly error: ({ readonly kind: string } & Readonly<Record<string, unknown>>) | undefined
  readonly message?: RegExp
  /** Options of the client that matter. */
  readonly options?: Omit<Partial<SdkOptions>, 'mes'>
  /** Whether credentials can be renewed. */
  readonly renewable?: boolean
  /** The client itself hangs up, and reads no further. */
  readonly hangsUp?: boolean
}

export const good = answer('200 OK', JSON.stringify(order()))
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'

/** The bytes leave first. */
const writeAndReset =
  (bytes: string): Behaviour =>
  (socket) =>
    void socket.write(bytes, () => setImmediate(() => socket.resetAndDestroy()))
const finish =
  (bytes: string): Behaviour =>
  (socket) =>
    void socket.end(bytes)
const say =
  (bytes: string): Behaviour =>
  (socket) =>
    void socket.write(bytes)
const firstSay =
  (bytes: string): Behaviour =>
  (socket, turn) =>
    void socket.write(turn === 1 ? bytes : good)

const refuse = (status: string, headers: Readonly<Record<string, string>> = {}): string =>
  answer(status, '{"code":"said"}', headers)

/** The year 2000, by the server's own clock. */
const dateAt = (seconds: number): string => new Date(Date.UTC(2000, 0, 1, 0, 0, seconds)).toUTCString()

/** Bytes that a server was able to write, by name of the fault. */
export const written = { bytes: 0 }

const GIGABYTE = 1024 ** 3
const CHUNK = Buffer.alloc(64 * 1024, ' ')

const sendGigabyte: Behaviour = (socket) => {
  socket.write(`${HEAD}Content-Length: ${GIGABYTE}\r\n\r\n`)
  const pump = (): void => {
    while (written.bytes < GIGABYTE && !socket.destroyed) {
      written.bytes += CHUNK.length
      if (!socket.write(CHUNK)) return void socket.once('drain', pump)
    }
  }
  pump()
}

/** A byte at a time, for ever. */
const drip: Behaviour = (socket: Socket) => {
  socket.write(`${HEAD}Content-Length: 1000\r\n\r\n`)
  const timer = setInterval(() => socket.write(' '), 10)
  socket.on('close', () => clearInterval(timer))
}

const connection = (attempts: number) => ({ kind: 'connection', operation: 'orders.get', attempts })
const timeout = (attempts: number) => ({ kind: 'timeout', operation: 'orders.get', attempts })
const invalid = (message: string) => ({
  kind: 'response-validation',
  status: 200,
  attempts: 1,
  issues: [{ path: 'body', message }],
})
const api = (status: number, attempts: number, more: object = {}) => ({
  kind: 'api',
  status,
  attempts,
  operation: 'orders.get',
  ...more,
})

/** What follows an attempt is made at most twice more: `retries` is 2 unless it is set. */
export const faults: readonly Fault[] = [
  { name: 'reset before the answer', behave: (socket) => void socket.resetAndDestroy(), attempts: 3, error: connection(3) },
  { name: 'closed before the answer', behave: (socket) => void socket.end(), attempts: 3, error: connection(3) },
  { name: 'reset in the headers', behave: writeAndReset('HTTP/1.1 200 OK\r\nContent-Ty'), attempts: 3, error: connection(3) },
  {
    name: 'reset after the headers',
    behave: writeAndReset(`${HEAD}Content-Length: 100\r\n\r\n`),
    attempts: 3,
    error: connection(3),
  },
  {
    name: 'reset in the body',
    behave: writeAndReset(`${HEAD}Content-Length: 100\r\n\r\n{"id":`),
    attempts: 3,
    error: connection(3),
  },
  {
    name: 'half a body in chunks',
    behave: finish(`${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n`),
    attempts: 3,
    error: connection(3),
  },
  {
    name: 'Content-Length too long',
    behave: finish(`${HEAD}Content-Length: 900\r\n\r\n${JSON.stringify(order())}`),
    attempts: 3,
    error: connection(3),
  },
  {
    name: 'Content-Length too short',
    behave: finish(`${HEAD}Content-Length: 5\r\n\r\n${JSON.stringify(order())}`),
    attempts: 1,
    error: invalid('expected JSON, got 5 characters that are none'),
  },
  { name: 'no HTTP', behave: finish('SSH-2.0-OpenSSH_9\r\n\r\n'), attempts: 3, error: connection(3) },
  {
    name: 'cut off once, then whole',
    behave: (socket, turn) => (turn === 1 ? finish(`${HEAD}Content-Length: 100\r\n\r\n{`) : say(good))(socket, turn),
    attempts: 2,
    error: undefined,
  },
  {
    name: 'invalid JSON',
    behave: say(answer('200 OK', '{"id":')),
    attempts: 1,
    error: invalid('expected JSON, got 6 characters that are none'),
  },
  {
    name: 'another content type',
    behave: say(answer('200 OK', '<h1>Hello</h1>', { 'Content-Type': 'text/html' })),
    attempts: 1,
    error: invalid('expected JSON, got text/html'),
  },
  {
    name: 'a body of 1 GB',
    behave: sendGigabyte,
    attempts: 1,
    hangsUp: true,
    options: { maxResponseBytes: 1024 * 1024 },
    error: invalid('expected at most 1048576 bytes, got more'),
  },
  {
    name: 'a byte at a time, with `timeout`',
    behave: drip,
    attempts: 1,
    hangsUp: true,
    options: { timeout: '1s' },
    error: timeout(1),
    message: /no answer within 1000 ms$/,
  },
  {
    name: 'a byte at a time, with `attemptTimeout`',
    behave: drip,
    attempts: 3,
    hangsUp: true,
    options: { attemptTimeout: '1s' },
    error: timeout(3),
    message: /no answer within 1000 ms \(attemptTimeout\)$/,
  },
  {
    name: 'silence, with `timeout`',
    behave: () => {},
    attempts: 1,
    hangsUp: true,
    options: { timeout: '1s' },
    error: timeout(1),
  },
  {
    name: '401, then 200, with a token function',
    behave: firstSay(refuse('401 Unauthorized')),
    attempts: 2,
    error: undefined,
    renewable: true,
  },
  {
    name: '401 for ever, with a token function',
    behave: say(refuse('401 Unauthorized')),
    attempts: 2,
    error: api(401, 2, { code: 'said' }),
    renewable: true,
  },
  { name: '401 with an API key', behave: say(refuse('401 Unauthorized')), attempts: 1, error: api(401, 1) },
  {
    name: '429 with Retry-After in seconds',
    behave: firstSay(refuse('429 Too Many Requests', { 'Retry-After': '1' })),
    attempts: 2,
    error: undefined,
  },
  {
    name: '429 with Retry-After as a date',
    attempts: 2,
    error: undefined,
    behave: firstSay(refuse('429 Too Many Requests', { Date: dateAt(0), 'Retry-After': dateAt(1) })),
  },
  {
    name: '429 with Retry-After of 31 s or more',
    behave: say(refuse('429 Too Many Requests', { 'Retry-After': '31' })),
    attempts: 1,
    options: { timeout: '10m' },
    error: api(429, 1, { retryAfterMs: 31_000 }),
  },
  {
    name: '429 with an absurd Retry-After',
    behave: say(refuse('429 Too Many Requests', { 'Retry-After': '9'.repeat(400) })),
    attempts: 1,
    error: api(429, 1, { retryAfterMs: Number.MAX_SAFE_INTEGER }),
  },
  {
    name: '429 with a Retry-After that is none',
    behave: say(refuse('429 Too Many Requests', { 'Retry-After': 'soon' })),
    attempts: 3,
    error: api(429, 3, { retryAfterMs: undefined }),
  },
  { name: 'a storm of 503', behave: say(refuse('503 Service Unavailable')), attempts: 3, error: api(503, 3, { code: 'said' }) },
  {
    name: '503 with half a body',
    behave: finish('HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{'),
    attempts: 3,
    error: api(503, 3, { code: undefined }),
  },
]

/** The fault as a row of the paper on errors. */
export const rowOf = ({ name, attempts, error, options }: Fault): string => {
  const given = Object.entries(options ?? {})
    .map(([option, value]) => `${option}: ${JSON.stringify(value).replaceAll('"', "'")}`)
    .join(', ')
  const status = typeof error?.['status'] === 'number' && error.kind === 'api' ? ` ${error['status']}` : ''
  return `| ${name}${given === '' ? '' : ` (\`${given}\`)`} | ${attempts} | ${error === undefined ? 'the value' : `\`${error.kind}\`${status}`} |`
}
