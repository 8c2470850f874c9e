import type { Redis } from 'ioredis'
import { RedisUnavailable } from './deadline.ts'
import { dueCommand } from './due-commands.ts'
import type { ReplyShape } from './reply-filter.ts'

const MESSAGE = '*$$$'
/** Of the commands that are sent, the types of the replies that they can have besides an error; a script may answer anything. */
const ANSWERS: Readonly<Record<string, RegExp>> = {
  auth: /^\+/,
  select: /^\+/,
  client: /^\+/,
  asking: /^\+/,
  multi: /^\+/,
  info: /^\$/,
  get: /^[$_]/,
  set: /^[+_]/,
  pttl: /^:/,
  xrevrange: /^\*/,
  xrange: /^\*/,
  hscan: /^\*/,
  time: /^\*\$\$$/,
  exec: /^[*_]/,
  cluster: /^\*/,
  sentinel: /^[*_]/,
  subscribe: /^\*\$\$:$/,
  unsubscribe: /^\*\$[$_]:$/,
}

/**
 * Judges the replies of one connection before the client gets them. The client ends the process for a null that answers no
 * command, and for some replies of a wrong shape while it is subscribed (`DataHandler` of ioredis 6.0.0 throws again outside of
 * every listener). And a connection whose replies are out of step with its commands, as behind a proxy that drops one, answers
 * questions with what was true before they were asked.
 */
export class ExpectedReplies {
  readonly #client: () => Redis
  /** Replies that the client has not taken from the socket yet; its queue still counts their commands. */
  #untaken = 0
  #isSubscribed = false
  /** Between MULTI and EXEC, where Redis answers each command that it has queued it. */
  #isQueueing = false

  constructor(client: () => Redis) {
    this.#client = client
  }

  /** The client has taken all that was accepted so far. */
  taken(): void {
    this.#untaken = 0
  }

  /** @throws {RedisUnavailable} of the code `PROTOCOL` for a reply that answers no command, or cannot answer the one that is next */
  accept(shape: ReplyShape): void {
    if (this.#isSubscribed && shape.types === MESSAGE && shape.word === 'message') return
    const command = dueCommand(this.#client(), this.#untaken)?.name
    if (command === undefined) throw refused('a reply that nobody asked for')
    if (!this.#answers(command, shape)) throw refused(`another reply than one to ${command}`)
    this.#untaken++
  }

  #answers(command: string, { types, word }: ReplyShape): boolean {
    if (command === 'exec') this.#isQueueing = false
    if (types === '-') return true
    if (this.#isQueueing) return types === '+'
    if (ANSWERS[command]?.test(types) === false) return false
    if (command === 'multi') this.#isQueueing = true
    if (command !== 'subscribe' && command !== 'unsubscribe') return !this.#isSubscribed || !types.startsWith('*')
    this.#isSubscribed = true
    return word === command
  }
}

const refused = (what: string): RedisUnavailable => new RedisUnavailable(`protocol error: got ${what}`, 'PROTOCOL')
