import type { Chronicle } from '../chronicle.ts'
import type { LeaseAnswer, LeaseOutcome } from '../../../src/tier/leases.ts'
import type { Host } from './host.ts'
import type { Network } from './network.ts'
import type { SimRedis } from './redis.ts'
import type { SimTime } from './time.ts'

/** What is told of every lease as it happens. */
export interface LeaseWatch {
  /** Redis answers a question for a lease; before it, the key was free since then, if it was free. */
  answered(place: Place, key: string, token: string, answer: LeaseAnswer, freeSince: number): void
  /** Redis answers a renewal that the lease has ended. */
  ended(token: string): void
  /** A process gives its lease up, and says why. */
  givenUp(token: string, outcome: LeaseOutcome): void
  /** Redis is told that a load under the lease of a key brought nothing, by the one that has it. */
  unfilled(key: string): void
}

/** Where a connection is: which process, over which network, to which server. */
export interface Place {
  readonly host: Host
  readonly network: Network
  readonly redis: SimRedis
  readonly time: SimTime
  readonly chronicle: Chronicle
  readonly laws: LeaseWatch
}

export interface WireListener {
  /** Connected, to a server of this history. */
  up(history: string): void
  /** It could not be made, or broke. */
  down(cause: Error): void
}

const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 2_000
const CONNECT_TIMEOUT_MS = 1_000

/**
 * A connection of a process to Redis, made anew whenever it breaks. Packets in one direction arrive in the order in which
 * they were sent, as over TCP.
 */
export class Wire {
  readonly #place: Place
  readonly #listener: WireListener
  /** Which connection it is; what belongs to an earlier one is void. */
  #made = 0
  #isUp = false
  #history: string | undefined
  #closed = false
  #attempts = 0
  #retrying = false
  #lastUpload = 0
  #lastDownload = 0

  constructor(place: Place, listener: WireListener) {
    this.#place = place
    this.#listener = listener
  }

  get isUp(): boolean {
    return this.#isUp
  }

  /** History of the server that the present connection, or the last one, was made to. */
  get history(): string | undefined {
    return this.#history
  }

  /** The number of the present connection. */
  get current(): number {
    return this.#made
  }

  connect(): void {
    const { time, redis, network, host } = this.#place
    const made = ++this.#made
    this.#note('broken')
    const isCurrent = (): boolean => made === this.#made && !this.#closed
    const giveUp = time.timer(host, CONNECT_TIMEOUT_MS, () => isCurrent() && !this.#isUp && this.#failed())
    time.at(undefined, this.upload(), () => {
      if (network.halfOpen) return
      const history = network.reachable && redis.isUp ? redis.history : undefined
      time.at(host, this.download(), () => {
        if (!isCurrent() || giveUp.cancelled) return
        giveUp.cancelled = true
        if (history === undefined || history !== redis.history) return this.#failed()
        this.#isUp = true
        this.#history = history
        this.#note('made')
        this.#listener.up(history)
      })
    })
  }

  /** The connection breaks; the process hears of it a little later. */
  cut(): void {
    if (!this.#isUp) return
    const made = this.#made
    this.#place.time.at(this.#place.host, this.download(), () => made === this.#made && this.drop(new Error('connection closed')))
  }

  /** The process gives the connection up and makes a new one. */
  drop(cause: Error): void {
    if (this.#closed) return
    this.#made++
    this.#note('broken')
    const wasUp = this.#isUp
    this.#isUp = false
    if (wasUp) this.#listener.down(cause)
    this.#retry()
  }

  /** The connection proved useful. */
  settle(): void {
    this.#attempts = 0
  }

  close(): void {
    this.#place.network.broken.delete(this)
    this.#closed = true
    this.#isUp = false
    this.#made++
  }

  /** When a packet that is sent now arrives at the server. */
  upload(): number {
    this.#lastUpload = Math.max(this.#lastUpload, this.#place.time.now + this.#place.network.noise.latency())
    return this.#lastUpload
  }

  /** When a packet that the server sends now arrives here. */
  download(lag = 0): number {
    this.#lastDownload = Math.max(this.#lastDownload, this.#place.time.now + this.#place.network.noise.latency() + lag)
    return this.#lastDownload
  }

  #failed(): void {
    this.#made++
    this.#note('broken')
    this.#listener.down(new Error('cannot connect'))
    this.#retry()
  }

  #note(what: 'made' | 'broken'): void {
    const { network, time } = this.#place
    network.troubledAt = time.now
    if (what === 'made') network.broken.delete(this)
    else network.broken.add(this)
  }

  #retry(): void {
    if (this.#retrying || this.#closed) return
    this.#retrying = true
    const { time, host, network } = this.#place
    const pause = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#attempts++) * (0.5 + network.noise.next() / 2)
    time.timer(host, Math.ceil(pause), () => {
      this.#retrying = false
      if (!this.#closed) this.connect()
    })
  }
}
