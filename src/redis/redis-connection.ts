import { hostname } from 'node:os'
import { type NetConnectOpts, type Socket, connect } from 'node:net'
import { type ConnectionOptions as TlsOptions, connect as connectTls } from 'node:tls'
import { AbstractConnector, Redis, type RedisOptions } from 'ioredis'
import type { Clock } from '../foundation/clock.ts'
import { VERSION } from '../foundation/version.ts'
import type { Reply } from './command-batch.ts'
import { RedisUnavailable, withDeadline } from './deadline.ts'
import { ExpectedReplies, dueCommands } from './expected-replies.ts'
import { isClosing, observe, type Traffic } from './interruption.ts'
import { askingFor, type Auth, type RedisCredentials } from './redis-credentials.ts'
import { toFailure } from './redis-refusal.ts'
import { isInstance, type RedisServerOptions } from './redis-source.ts'
import { ReplyFilter } from './reply-filter.ts'
import type { NodeAddress } from './slot-table.ts'

/** Far above the limit of the link, which says what was waited for: the client's own error is `connect ETIMEDOUT`, over TLS too. */
const CONNECT_TIMEOUT_MS = 10_000
/** How long the other side may take to close a connection that is given up; one that is half-open never does. */
const DISCONNECT_TIMEOUT_MS = 200
/** A sentinel, or a node that is asked for slots, is one of several: the next one is tried soon. */
const NEXT_TIMEOUT_MS = 500
const REDIS_PORT = 6379
export const SENTINEL_PORT = 26_379

/**
 * What correctness rests on: no command waits for a connection, and none is repeated on another one. The link itself asks whether
 * a server is ready, sets deadlines and reconnects; keys and channels have their names from the namespace alone.
 */
const SETTINGS = {
  lazyConnect: true,
  enableOfflineQueue: false,
  enableAutoPipelining: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  retryStrategy: () => null,
  maxRetriesPerRequest: null,
  connectTimeout: CONNECT_TIMEOUT_MS,
  disconnectTimeout: DISCONNECT_TIMEOUT_MS,
  disableClientInfo: true,
  protocol: 2,
  replyMapping: 'legacy',
  stringNumbers: false,
  enableReadyCheck: false,
  reconnectOnError: null,
  commandTimeout: undefined,
  socketTimeout: undefined,
  keyPrefix: '',
  readOnly: false,
  monitor: false,
} as const satisfies RedisOptions

/** What a connection is opened from, beside the source. */
export interface ConnectionOptions {
  /** Asked where the server is, each time the client connects. Default: where the source says. */
  readonly locate?: () => Promise<NodeAddress>
  /** Longest string of a reply, in bytes, that is read; of a longer one nothing is kept. Default 4 MiB: a record of the log. */
  readonly maxStringBytes?: number | undefined
  /** Name of the connection where the source gives none. Default: that of this process; empty for none. */
  readonly connectionName?: string
  /** Read at every connection. Default: what the source has by then. */
  readonly credentials?: (() => RedisCredentials) | undefined
}

/** Shown by `CLIENT LIST`. A name has no spaces; the client ignores a refusal. A source may have a name of its own. */
const CONNECTION_NAME = `mes-crm:${VERSION}:${hostname().replaceAll(/[^\x21-\x7e]/g, '-')}:${process.pid}`

const MAX_STRING_BYTES = 4 * 1024 * 1024

/** A client of its own that connects when asked to, and reconnects only then. */
export const createRedisClient = (source: string | RedisServerOptions | Redis, options: ConnectionOptions = {}): Redis => {
  const {
    locate,
    maxStringBytes = MAX_STRING_BYTES,
    connectionName = CONNECTION_NAME,
    credentials = () => credentialsOf(source, client),
  } = options
  const ask = askingFor(credentials)
  class Connector extends AbstractConnector {
    constructor() {
      super(DISCONNECT_TIMEOUT_MS)
    }

    override async connect(): Promise<Socket> {
      this.connecting = true
      const place = locate === undefined ? placeOf(client.options) : await locate()
      const auth = await ask()
      if (!this.connecting) throw new RedisUnavailable('not needed any longer')
      if (client.condition !== null) signIn(client.condition, auth)
      const expected = new ExpectedReplies(() => client)
      const filter = new ReplyFilter({ maxStringBytes, accept: (shape) => expected.accept(shape) })
      const stream = openSocket(place, tlsOf(client.options), {
        begin: (isDrained) => void (isDrained && expected.taken()),
        write: (chunk, pass) => filter.write(chunk, pass),
      })
      const traffic: Traffic = { unanswered: undefined, arrivingBytes: () => filter.arrivingBytes }
      // Ahead of the client's own listeners, which empty its queue of commands.
      const noteClosing = (): void => {
        if (this.connecting) traffic.unanswered ??= dueCommands(client)
      }
      stream.once('error', (cause) => {
        this.firstError = cause
        if (isClosing(cause)) noteClosing()
      })
      stream.once('end', noteClosing)
      observe(client, traffic)
      this.stream = stream
      return stream
    }
  }
  const settings = { ...SETTINGS, Connector }
  const named = withoutEmptyName({ connectionName })
  const client: Redis =
    typeof source === 'string'
      ? new Redis(withoutSettings(source), { ...named, ...settings })
      : new Redis({ ...named, ...withoutEmptyName(optionsOf(source)), ...settings })
  return client
}

const signIn = (condition: NonNullable<Redis['condition']>, auth: Auth): void => {
  if (auth === undefined) delete condition.auth
  else condition.auth = auth
}

/** The client has read those of a URL; everything else is read where it is. */
const credentialsOf = (source: string | RedisServerOptions | Redis, client: Redis): RedisCredentials =>
  typeof source === 'string' ? client.options : isInstance(source) ? source.options : source

/** Options of a client have `null` where no name was given. */
const withoutEmptyName = ({ connectionName, ...options }: RedisOptions): RedisOptions =>
  connectionName ? { ...options, connectionName } : options

/** Sentinels say where the master is, and nothing of how it is connected to: TLS to it is asked for with a setting of its own. */
const optionsOf = (source: RedisServerOptions | Redis): RedisOptions => {
  const {
    sentinels,
    tls,
    username: _user,
    password: _secret,
    sentinelUsername: _sentinelUser,
    sentinelPassword: _sentinelSecret,
    ...options
  } = isInstance(source) ? source.options : source
  return tls === undefined || (sentinels && !options.enableTLSForSentinelMode) ? options : { ...options, tls }
}

const placeOf = ({ path, host, port, family }: RedisOptions): NetConnectOpts =>
  path ? { path } : { port: port ?? REDIS_PORT, ...(host !== undefined && { host }), ...(family !== undefined && { family }) }

/** For a `rediss` URL the client says `true`, whatever its types say. */
const tlsOf = ({ tls }: RedisOptions): TlsOptions | undefined => (tls ? (typeof tls === 'object' ? tls : {}) : undefined)

/** Asks a node of a cluster for `CLUSTER SLOTS`. */
export const askForSlots = (clock: Clock, options: RedisServerOptions, node: NodeAddress): Promise<Reply> =>
  askOnce(clock, { ...options, host: node.host, port: node.port }, ['cluster', 'slots'])

/** Asks one sentinel who is the master, with the credentials and the TLS that the client itself asks sentinels with. */
export const askSentinel = (
  clock: Clock,
  options: RedisServerOptions,
  { host, port = SENTINEL_PORT }: Partial<NodeAddress>,
): Promise<Reply> => {
  const { sentinelUsername, sentinelPassword, sentinelTLS, family, name = '' } = options
  return askOnce(
    clock,
    {
      port,
      ...(host !== undefined && { host }),
      ...(family !== undefined && { family }),
      ...(sentinelUsername && { username: sentinelUsername }),
      ...(sentinelPassword && { password: sentinelPassword }),
      ...(sentinelTLS !== undefined && { tls: sentinelTLS }),
    },
    ['sentinel', 'get-master-addr-by-name', name],
  )
}

/** Asks one of several servers, on a connection that ends with the answer. */
const askOnce = async (
  clock: Clock,
  options: RedisServerOptions,
  [command, ...args]: readonly [string, ...string[]],
): Promise<Reply> => {
  const client = createRedisClient(options, { connectionName: '' })
  // The client itself then only says that it is closed.
  let failure: unknown
  client.on('error', (cause) => void (failure ??= cause))
  try {
    return await withDeadline(
      clock,
      client.connect().then(() => client.call(command, ...args)),
      NEXT_TIMEOUT_MS,
    )
  } catch (cause) {
    throw toFailure(failure ?? cause)
  } finally {
    client.disconnect()
  }
}

/** The client prefers what the query of a URL says. */
const withoutSettings = (text: string): string => {
  const url = new URL(text)
  for (const name of Object.keys(SETTINGS)) url.searchParams.delete(name)
  return url.href
}

/** A filter of what comes from a socket. */
interface IncomingBytes {
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
const openSocket = (place: NetConnectOpts, tls: TlsOptions | undefined, incoming: IncomingBytes): Socket => {
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
