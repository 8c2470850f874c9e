import type { Redis } from 'ioredis'
import type { Timer } from '../foundation/clock.ts'
import { type BatchOptions, CommandBatch, nameOf, type Question, type Reply } from './command-batch.ts'
import { RedisUnavailable, withDeadline } from './deadline.ts'
import { Unanswered, withUnanswered } from './interruption.ts'
import { RedisRefusal, tellsOfServer, toFailure } from './redis-refusal.ts'
import { masterHistory, notMaster, ROLE } from './server-role.ts'

export interface LinkListener {
  /** Connected to a master whose replication id is `history`. */
  up(history: string): void
  /** The connection was lost, or could not be made: a `RedisUnavailable` or a `RedisRefusal`. */
  down(cause: Error): void
}

export interface LinkOptions extends BatchOptions {
  readonly client: Redis
  /** Milliseconds within which a reply must come. */
  readonly deadlineMs: number
  /** Whether the process must stay alive for replies; a subscription never keeps it. */
  readonly holdsProcess: boolean
  /** Whether an error that Redis answered says that another server has what is asked for. The link is taken down then. */
  readonly isElsewhere?: (reply: Error) => boolean
  /** Rejects where those who know better than a vetted server call another one the master by now. Default: nobody is asked. */
  readonly verify?: () => Promise<void>
}

const MISSES_UNTIL_RECONNECT = 3
const VETTING_DEADLINE_MS = 1_000
/** The client waits for the first replies on a new connection without any limit of its own. */
const CONNECTING_DEADLINE_MS = 2_000
const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 2_000

/**
 * One connection to Redis that is used only after it was vetted: role and replication id are read on every new connection, and anything
 * but a master is refused. While it is down nothing is asked. It is also taken down when several replies in a row are overdue, so that
 * reconnecting, with a growing pause, is the only probe a failing Redis sees. A reply that tells of an unfit server takes it down at once.
 */
export class RedisLink {
  readonly #client: Redis
  readonly #options: LinkOptions
  #listener: LinkListener | undefined
  #up = false
  #closed = false
  #attempts = 0
  #misses = 0
  /** The commands that were to be answered when the other side closed the connection; until each is answered, pauses grow. */
  #blamed = new Set<string>()
  #pending = 0
  /** What this turn of the event loop asks so far, by deadline. */
  readonly #batches = new Map<number, CommandBatch>()
  #retry: Timer | undefined
  #history: string | undefined
  /** What went wrong first while the present connection was made; the client itself then only says that it is closed. */
  #failure: unknown

  constructor(options: LinkOptions) {
    this.#options = options
    this.#client = options.client
    this.#client.on('error', (cause) => this.#noteError(cause))
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
   * Sends the commands at the end of this turn of the event loop, one behind the other, and returns one reply each, a `RedisRefusal`
   * for one that Redis refused. Rejects with `RedisUnavailable` where the link is down or a reply is overdue.
   */
  async ask(questions: readonly Question[], deadlineMs: number = this.#options.deadlineMs): Promise<readonly Reply[]> {
    if (!this.#up) throw new RedisUnavailable('not connected')
    this.#hold(1)
    try {
      const replies = (await this.#batch(deadlineMs).ask(questions)).map((reply) => this.#read(reply))
      if (this.#blamed.size > 0) for (const question of questions) this.#blamed.delete(nameOf(question))
      this.#mustBeHere(replies)
      // One that was allowed to take longer says nothing of how reads fare.
      if (!this.#leave(replies) && deadlineMs <= this.#options.deadlineMs) this.settle()
      return replies
    } catch (cause) {
      this.#noteMiss(cause)
      throw cause
    } finally {
      this.#hold(-1)
    }
  }

  /**
   * As `ask`, and proves that the server was a master of this connection's history when it answered: what it says last is its role.
   * A replica, or a server that has another history by now, takes the connection down.
   */
  async askMaster(questions: readonly Question[], deadlineMs?: number): Promise<readonly Reply[]> {
    const replies = await this.ask([...questions, ROLE], deadlineMs)
    const role = replies.at(-1)
    try {
      if (role instanceof Error) throw role
      if (masterHistory(role) !== this.#history)
        throw new RedisUnavailable('the server has another history than when it was connected to', 'ROLE')
    } catch (cause) {
      this.reset(cause)
      throw cause
    }
    return replies.slice(0, -1)
  }

  /** The connection proved useful: the next loss of it is followed by a short pause again. */
  settle(): void {
    this.#misses = 0
    if (this.#blamed.size === 0) this.#attempts = 0
  }

  /** Drops the connection, once however many ask for it, and makes a new one. */
  reset(cause: unknown): void {
    if (!this.#up) return
    this.#noteDown(cause)
    this.#drop()
  }

  close(): void {
    this.#closed = true
    this.#up = false
    this.#retry?.stop()
    this.#drop()
  }

  /** A client that has ended would take it for its next connection's end, and keep what goes wrong there to itself. */
  #drop(): void {
    if (this.#client.status !== 'end') this.#client.disconnect()
  }

  /** What has moved within a cluster is no refusal that somebody has to mend: the next connection finds it. */
  #mustBeHere(replies: readonly Reply[]): void {
    if (!replies.some((reply) => reply instanceof Error && this.#options.isElsewhere?.(reply) === true)) return
    const cause = new RedisUnavailable('another master of the cluster has the slot by now, or nobody has', 'MOVED')
    this.reset(cause)
    throw cause
  }

  /** Where the server is unfit, the next connection is vetted anew. */
  #leave(replies: readonly Reply[]): boolean {
    const unfit = replies.find(tellsOfServer)
    if (unfit !== undefined) this.reset(unfit.code === 'READONLY' ? notMaster() : unfit)
    return unfit !== undefined
  }

  #batch(deadlineMs: number): CommandBatch {
    const known = this.#batches.get(deadlineMs)
    if (known !== undefined) return known
    const batch = new CommandBatch(this.#client, this.#options, deadlineMs, () => this.#batches.delete(deadlineMs))
    this.#batches.set(deadlineMs, batch)
    return batch
  }

  #connectNow(): void {
    this.#failure = undefined
    this.#connect().catch((cause: unknown) => {
      if (this.#closed) return
      this.#listener?.down(this.#failureOf(this.#failure ?? cause))
      if (this.#client.status === 'end') this.#connectLater()
      else this.#client.disconnect()
    })
  }

  async #connect(): Promise<void> {
    await withDeadline(
      this.#options.clock,
      this.#client.connect(),
      CONNECTING_DEADLINE_MS,
      this.#client.options.tls ? 'connection over TLS' : 'connection',
    )
    this.#hold(0)
    const history = await this.#vet()
    await this.#options.verify?.()
    // The client is ready all the same, with another database than it was told to select, or for a moment before it notices the end.
    if (this.#failure !== undefined) throw toFailure(this.#failure)
    if (this.#closed || this.#client.status !== 'ready') return
    this.#history = history
    this.#up = true
    this.#listener?.up(history)
  }

  async #vet(): Promise<string> {
    const info = await withDeadline(this.#options.clock, this.#client.info(), this.#vettingMs, 'reply to info')
    if (/^loading:1/m.test(info)) throw new RedisRefusal('LOADING Redis is loading the dataset in memory', 'info')
    return masterHistory(info)
  }

  /** One that was given up because it was slow has to be fast enough before it is asked again. */
  get #vettingMs(): number {
    return this.#misses < MISSES_UNTIL_RECONNECT ? VETTING_DEADLINE_MS : Math.min(VETTING_DEADLINE_MS, this.#options.deadlineMs)
  }

  #connectLater(): void {
    if (this.#closed || this.#retry !== undefined) return
    const pause = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#attempts++) * (0.5 + Math.random() / 2)
    this.#retry = this.#options.clock.timer(
      pause,
      () => {
        this.#retry = undefined
        this.#connectNow()
      },
      { holdsProcess: false },
    )
  }

  #noteMiss(cause: unknown): void {
    if (!(cause instanceof RedisUnavailable) || ++this.#misses < MISSES_UNTIL_RECONNECT) return
    this.reset(cause)
  }

  /** Of some errors the client says no more than that; the connection is not used after any. */
  #noteError(cause: unknown): void {
    this.#failure ??= cause
    this.reset(cause)
  }

  #noteDown(cause: unknown): void {
    if (!this.#up) return
    this.#up = false
    const failure = this.#failureOf(cause)
    if (failure instanceof Unanswered && this.#options.holdsProcess) this.#blamed = new Set(failure.names)
    this.#listener?.down(failure)
  }

  #failureOf(cause: unknown): RedisRefusal | RedisUnavailable {
    return withUnanswered(this.#client, toFailure(cause))
  }

  /** What Redis answered to a command; that it was not sent, or that the connection broke, is no answer. */
  #read(reply: Reply): Reply {
    const read = reply instanceof Error ? this.#failureOf(reply) : reply
    if (read instanceof RedisUnavailable) throw read
    return read
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
