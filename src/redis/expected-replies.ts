import type { Redis } from 'ioredis'
import { RedisUnavailable } from './deadline.ts'
import type { ReplyShape } from './reply-filter.ts'

/** A message, and Redis's answers to SUBSCRIBE and UNSUBSCRIBE, whose channel is null where there was none to leave. */
const MESSAGE = '*$$$'
const ANSWERS: Readonly<Record<string, RegExp>> = { subscribe: /^\*\$\$:$/, unsubscribe: /^\*\$[$_]:$/ }

/**
 * Judges the replies of one connection before the client gets them: the client ends the process for a null that answers no
 * command, and for several replies of another shape than it expects while it is subscribed
 * (`DataHandler` of ioredis 6.0.0, which throws again outside of every listener).
 */
export class ExpectedReplies {
  readonly #client: () => Redis
  /** Replies that the client has not taken from the socket yet; its queue still counts their commands. */
  #untaken = 0
  #isSubscribed = false

  constructor(client: () => Redis) {
    this.#client = client
  }

  /** The client has taken all that was accepted so far. */
  taken(): void {
    this.#untaken = 0
  }

  /** @throws {RedisUnavailable} of the code `PROTOCOL` for a reply that answers no command, or not the one that is next */
  accept({ types, word }: ReplyShape): void {
    if (this.#isSubscribed && types === MESSAGE && word === 'message') return
    const command = nameOf(pendingCommand(this.#client(), this.#untaken))
    if (command === undefined) throw refused('a reply that nobody asked for')
    const answer = ANSWERS[command]
    const isAnswer = answer !== undefined && answer.test(types) && word === command
    if (!isAnswer && types !== '-' && (answer !== undefined || (this.#isSubscribed && types.startsWith('*')))) throw refused(`another reply than one to ${command}`)
    if (isAnswer) this.#isSubscribed = true
    this.#untaken++
  }
}

/** The command that the reply after the next `skipped` ones answers. ioredis keeps them in a queue that its types call private. */
const pendingCommand = (client: Redis, skipped: number): unknown => {
  const queue: unknown = Reflect.get(client, 'commandQueue')
  if (typeof queue !== 'object' || queue === null || !('peekAt' in queue) || typeof queue.peekAt !== 'function') {
    throw new TypeError('expected ioredis to keep its commands in commandQueue, a queue with peekAt(); this version does not')
  }
  return queue.peekAt(skipped)
}

const nameOf = (item: unknown): string | undefined => {
  const command: unknown = typeof item === 'object' && item !== null && 'command' in item ? item.command : undefined
  const name: unknown = typeof command === 'object' && command !== null && 'name' in command ? command.name : undefined
  return typeof name === 'string' ? name.toLowerCase() : undefined
}

const refused = (what: string): RedisUnavailable => new RedisUnavailable(`protocol error: got ${what}`, 'PROTOCOL')
