import { RedisUnavailable } from './deadline.ts'

/**
 * What Redis answered instead of doing what a command asked for. It names the command and says what to do; it has none of the
 * command's arguments, which may be keys, values or passwords.
 */
export class RedisRefusal extends Error {
  override readonly name = 'RedisRefusal'
  /** The kind of the refusal, such as `NOPERM`. */
  readonly code: string
  /** The command that was refused, in lower case; `undefined` where it is not known. */
  readonly command: string | undefined

  constructor(answer: string, command?: string) {
    const code = codeOf(answer)
    const advice = OF_TEXTS.find(([text]) => text.test(answer))?.[1] ?? ADVICE[code]
    const notes = [command === undefined ? undefined : `answer to ${command}`, advice].filter(Boolean).join('; ')
    super(notes === '' ? withoutArguments(answer) : `${withoutArguments(answer)} (${notes})`)
    this.code = code
    this.command = command
  }
}

const CREDENTIALS = 'check the user and the password in the option "redis"'

const ADVICE: Readonly<Record<string, string>> = {
  NOPERM: 'grant what docs/operations.md lists under "ACL users"',
  WRONGPASS: CREDENTIALS,
  NOAUTH: CREDENTIALS,
  OOM: 'raise maxmemory, or let Redis evict what expires: maxmemory-policy volatile-ttl',
  READONLY: 'the server was made a replica; it is used again when it is a master',
  MASTERDOWN: 'the server is a replica without a master',
  MOVED: 'the server is a node of a Redis Cluster: name some of its nodes in the option redis: { cluster: [{ host, port }] }',
  LOADING: 'it is used as soon as it has loaded its data',
}

/** Refusals whose first word is `ERR`. */
const OF_TEXTS: readonly (readonly [text: RegExp, advice: string])[] = [
  [/unknown (?:redis )?command .?fcall/i, 'redisFunctions needs Redis 7 or newer'],
  [
    /unknown (?:redis )?command/i,
    'the server has renamed it, or an intermediary does not know it: see docs/operations.md, "Proxies"',
  ],
  [/function not found/i, 'load the functions of this version: see docs/operations.md, "Functions"'],
]

/** Refusals that tell of the whole server, be it asked for what it may: the connection to it is given up and vetted anew. */
const UNFIT: ReadonlySet<string> = new Set(['READONLY', 'MASTERDOWN', 'LOADING', 'NOAUTH'])

export const tellsOfServer = (cause: unknown): cause is RedisRefusal => cause instanceof RedisRefusal && UNFIT.has(cause.code)

/** Inside a script the first word is `ERR`, or that of the command that the script ran. */
const codeOf = (answer: string): string => {
  if (/user executing the script can't/i.test(answer)) return 'NOPERM'
  const [, inner] = /^ERR .*-([A-Z]{3,}) /.exec(answer) ?? []
  return inner ?? /^[A-Z]+/.exec(answer)?.[0] ?? 'ERR'
}

const withoutArguments = (answer: string): string => answer.replace(/,? with args beginning with:.*$/s, '').trim()

/** How the client says that the connection broke before it has heard so. */
const UNWRITTEN = "Stream isn't writeable"

/** What a client's error says, without the arguments that the client attaches to it. */
export const toFailure = (cause: unknown): RedisRefusal | RedisUnavailable => {
  if (cause instanceof RedisRefusal || cause instanceof RedisUnavailable) return cause
  if (!(cause instanceof Error)) return new RedisUnavailable('failed')
  if (cause.name === 'ReplyError') return new RedisRefusal(cause.message, commandOf(cause))
  if (cause.message.startsWith(UNWRITTEN)) return new RedisUnavailable('connection closed')
  return new RedisUnavailable(cause.message, 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined)
}

/** Whether time alone will not mend it: Redis, or TLS, refuses this process, or another server is found than a master. */
export const needsMending = (cause: unknown): boolean =>
  cause instanceof RedisRefusal ||
  (cause instanceof RedisUnavailable &&
    /^(?:WRONGPASS|NOAUTH|NOPERM|ROLE|PROTOCOL|CERT|ERR_TLS|ERR_SSL|EPROTO|DEPTH|SELF|UNABLE)/.test(cause.code ?? ''))

const commandOf = (cause: Error): string | undefined => {
  const command: unknown = 'command' in cause ? cause.command : undefined
  if (typeof command !== 'object' || command === null || !('name' in command)) return undefined
  return typeof command.name === 'string' ? command.name.toLowerCase() : undefined
}
