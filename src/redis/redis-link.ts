import type { Redis } from 'ioredis'
import { CommandBatch, type Question, type Reply } from './command-batch.ts'
import { RedisUnavailable, withDeadline } from './deadline.ts'

export interface LinkListener {
  /** Connected to a master whose replication id is `history`. */
  up(history: string): void
  down(cause: unknown): void
}

export interface LinkOptions {
  readonly client: Redis
  /** Milliseconds within which a reply must come. */
  readonly deadlineMs: number
  /** Whether the process must stay alive for replies; a subscription never keeps it. */
  readonly holdsProcess: boolean
  /** Whether an error that Redis answered says that another server has what is asked for. The link is taken down then. */
  readonly isElsewhere?: (reply: Error) => boolean
}

const MISSES_UNTIL_RECONNECT = 3
const VETTING_DEADLINE_MS = 1_000
/** The client waits for the first replies on a new connection without any limit of its own. */
const CONNECTING_DEADLINE_MS = 2_000
const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 2_000

/**
 * One connection to Redis that is used only after it was vetted: role and replication id are read on every new connection, and
 * anything but a
 * master is refused. While it is down nothing is asked; it is also taken down when several replies in a row are overdue, so that
 * reconnecting,
 * with a growing pause, is the only probe a failing Redis sees.
 */
export class RedisLink {
  readonly #client: Redis
  readonly #options: LinkOptions
  #listener: LinkListener | undefined
  #up = false
  #closed = false
  #attempts = 0
  #misses = 0
  #pending = 0
  /** What this turn of the event loop asks so far, by deadline. */
  readonly #batches = new Map<number, CommandBatch>()
  #retry: NodeJS.Timeout | undefined
  #history: string | undefined

  constructor(options: LinkOptions) {
    this.#options = options
    this.#client = options.client
    this.#client.on('error', (cause) => this.#noteDown(cause))
    this.#client.on('close', () => this.#noteDown(new RedisUnavailable('connection closed')))
    this.#client.on('end', () => this.#connectLater())
  }

  get isUp(): boolean {
    return this.#up
  }

  /** Replication id of the server, as it was when the present or the last connection was made. */
  get history(): string | undefined {
    return this.#history
  }

  /** Connects in the background, and again after every loss of the connection. */
  open(listener: LinkListener): void {
    this.#listener = listener
    this.#connectNow()
  }

  /**
   * Sends the commands at the end of this turn of the event loop, one behind the other, and returns one reply each; a command that
   * Redis refused has its error as the reply.
   * Rejects with `RedisUnavailable` where the link is down or a reply is overdue.
   */
  async ask(questions: readonly Question[], deadlineMs: number = this.#options.deadlineMs): Promise<readonly Reply[]> {
    if (!this.#up) throw new RedisUnavailable('not connected')
    this.#hold(1)
    try {
      const replies = (await this.#batch(deadlineMs).ask(questions)).map(readReply)
      if (!this.#leave(replies)) this.settle()
      return replies
    } catch (cause) {
      this.#noteMiss(cause)
      throw cause
    } finally {
      this.#hold(-1)
    }
  }

  /** The connection proved useful: the next loss of it is followed by a short pause again. */
  settle(): void {
    this.#misses = 0
    this.#attempts = 0
  }

  /** Drops the connection and makes a new one. */
  reset(cause: unknown): void {
    this.#noteDown(cause)
    this.#client.disconnect()
  }

  close(): void {
    this.#closed = true
    this.#up = false
    clearTimeout(this.#retry)
    this.#client.disconnect()
  }

  /** Where another server has what is asked for, the next connection is made to it. */
  #leave(replies: readonly Reply[]): boolean {
    const elsewhere = replies.find((reply) => reply instanceof Error && this.#options.isElsewhere?.(reply) === true)
    if (elsewhere !== undefined) this.reset(elsewhere)
    return elsewhere !== undefined
  }

  #batch(deadlineMs: number): CommandBatch {
    const known = this.#batches.get(deadlineMs)
    if (known !== undefined) return known
    const batch = new CommandBatch(this.#client, deadlineMs, () => this.#batches.delete(deadlineMs))
    this.#batches.set(deadlineMs, batch)
    return batch
  }

  #connectNow(): void {
    this.#connect().catch((cause: unknown) => {
      if (this.#closed) return
      this.#listener?.down(cause)
      this.#client.disconnect()
      this.#connectLater()
    })
  }

  async #connect(): Promise<void> {
    await withDeadline(this.#client.connect(), CONNECTING_DEADLINE_MS)
    this.#hold(0)
    const history = await this.#vet()
    if (this.#closed) return
    this.#history = history
    this.#up = true
    this.#listener?.up(history)
  }

  async #vet(): Promise<string> {
    const info = await withDeadline(this.#client.info('replication'), VETTING_DEADLINE_MS)
    const role = /^role:(\w+)/m.exec(info)?.[1]
    const history = /^master_replid:(\w+)/m.exec(info)?.[1]
    if (role !== 'master' || history === undefined) throw new RedisUnavailable(`expected a master, got role ${role ?? 'unknown'}`)
    return history
  }

  #connectLater(): void {
    if (this.#closed || this.#retry !== undefined) return
    const pause = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#attempts++) * (0.5 + Math.random() / 2)
    this.#retry = setTimeout(() => {
      this.#retry = undefined
      this.#connectNow()
    }, pause).unref()
  }

  #noteMiss(cause: unknown): void {
    if (!(cause instanceof RedisUnavailable) || ++this.#misses < MISSES_UNTIL_RECONNECT) return
    this.reset(cause)
  }

  #noteDown(cause: unknown): void {
    if (!this.#up) return
    this.#up = false
    this.#listener?.down(cause)
  }

  /** A socket keeps the process alive only while a reply is due. */
  #hold(change: number): void {
    this.#pending += change
    const { stream } = this.#client
    if (stream === undefined || this.#pending > 1) return
    if (this.#pending > 0 && this.#options.holdsProcess) stream.ref()
    else stream.unref()
  }
}

/** What Redis answered to a command; that it was not sent, or that the connection broke, is no answer. */
const readReply = (reply: Reply): Reply => {
  if (reply instanceof Error && reply.name !== 'ReplyError') throw new RedisUnavailable(reply.message)
  return reply
}
