import type { Redis } from 'ioredis'
import { RedisUnavailable } from './deadline.ts'
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

/** A command that waits for its reply. */
export interface DueCommand {
  /** In lower case. */
  readonly name: string
  /** Its first argument, where that is a string. */
  readonly key: string | undefined
}

/** The command that the reply after the next `skipped` ones answers. ioredis keeps them in a queue that its types call private. */
export const dueCommand = (client: Redis, skipped = 0): DueCommand | undefined => {
  const queue: unknown = Reflect.get(client, 'commandQueue')
  if (typeof queue !== 'object' || queue === null || !('peekAt' in queue) || typeof queue.peekAt !== 'function') {
    throw new TypeError('expected ioredis to keep its commands in commandQueue, a queue with peekAt(); this version does not')
  }
  const item: unknown = queue.peekAt(skipped)
  const command: unknown = typeof item === 'object' && item !== null && 'command' in item ? item.command : undefined
  if (typeof command !== 'object' || command === null || !('name' in command) || typeof command.name !== 'string')
    return undefined
  const [key]: readonly unknown[] = 'args' in command && Array.isArray(command.args) ? command.args : []
  return { name: command.name.toLowerCase(), key: typeof key === 'string' ? key : undefined }
}

/** The commands that wait for their replies, in the order of the replies. */
export const dueCommands = (client: Redis): readonly DueCommand[] => {
  const due: DueCommand[] = []
  for (let next = dueCommand(client); next !== undefined; next = dueCommand(client, due.length)) due.push(next)
  return due
}
