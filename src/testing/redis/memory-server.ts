import type { LogRecord } from '../../coherence/log/record.ts'
import { EntryBook } from './entry-book.ts'
import { LeaseBook } from './lease-book.ts'
import { RecordLog } from './record-log.ts'
import { randomToken } from '../../coherence/position.ts'
import { ClaimBook } from '../../tier/claims.ts'

/** A cache's connection, seen from the server. */
export interface Connected {
  up(): void
  /** `cause` says why nothing can be asked any more. */
  down(cause: Error): void
  publish(record: LogRecord): void
  /** A lease was given up. */
  wake(key: string): void
}

const LONGEST_LEASE_MS = 3_600_000

/** What the server has of one namespace. */
export class MemoryNamespace {
  readonly entries: EntryBook
  readonly leases: LeaseBook
  readonly claims: ClaimBook
  readonly log: RecordLog

  constructor(now: () => number, history: string, tell: (told: (connection: Connected) => void) => void) {
    this.entries = new EntryBook(now)
    this.leases = new LeaseBook(now, (key) => tell((connection) => connection.wake(key)))
    this.claims = new ClaimBook(now)
    this.log = new RecordLog(
      now,
      () => history,
      (record) => tell((connection) => connection.publish(record)),
      LONGEST_LEASE_MS,
    )
  }
}

/**
 * A Redis in this process, at the ports of the cache: what is in it is shared by the caches of one kit alone, and nothing is sent. Other
 * programs' appends wait while it is down.
 */
export class MemoryServer {
  /** The replication id: another one says that what was acknowledged may be gone. */
  history = randomToken()
  isUp = true
  readonly #now: () => number
  readonly #namespaces = new Map<string, MemoryNamespace>()
  readonly #connections = new Map<string, Set<Connected>>()
  /** Appends of other programs that wait until it is up. */
  #waiting: (readonly string[])[] = []
  #toDrop = 0

  /** @param now the clock of the server, in milliseconds */
  constructor(now: () => number) {
    this.#now = now
  }

  connect(namespace: string, connection: Connected): void {
    this.#connectionsTo(namespace).add(connection)
    if (this.isUp) connection.up()
    else connection.down(new Error('the Redis of the kit is down'))
  }

  disconnect(namespace: string, connection: Connected): void {
    this.#connectionsTo(namespace).delete(connection)
  }

  at(namespace: string): MemoryNamespace {
    const known = this.#namespaces.get(namespace)
    if (known !== undefined) return known
    const made = new MemoryNamespace(this.#now, this.history, (told) => this.#tell(namespace, told))
    this.#namespaces.set(namespace, made)
    return made
  }

  /** Appends to the log of every namespace, as the server of an API does. */
  append(tags: readonly string[]): void {
    if (!this.isUp) return void this.#waiting.push(tags)
    for (const namespace of this.#connections.keys()) this.at(namespace).log.append(tags, [])
  }

  /** Loses so many of the next messages, each to everybody; 0 loses none any more. */
  drop(messages: number): void {
    this.#toDrop = messages
  }

  down(): void {
    if (!this.isUp) return
    this.isUp = false
    this.#each((connection) => connection.down(new Error('the Redis of the kit is down')))
  }

  up(): void {
    this.#toDrop = 0
    if (this.isUp) return
    this.isUp = true
    const waiting = this.#waiting
    this.#waiting = []
    for (const tags of waiting) this.append(tags)
    this.#each((connection) => connection.up())
  }

  /** The log, entries, leases and claims are gone, as after a restart without persistence. */
  loseEverything(): void {
    this.history = randomToken()
    this.#namespaces.clear()
    if (!this.isUp) return
    this.down()
    this.up()
  }

  #tell(namespace: string, told: (connection: Connected) => void): void {
    if (!this.isUp) return
    if (this.#toDrop > 0) {
      this.#toDrop--
      return
    }
    for (const connection of this.#connectionsTo(namespace)) told(connection)
  }

  #each(told: (connection: Connected) => void): void {
    for (const connections of this.#connections.values()) for (const connection of connections) told(connection)
  }

  #connectionsTo(namespace: string): Set<Connected> {
    const known = this.#connections.get(namespace)
    if (known !== undefined) return known
    const made = new Set<Connected>()
    this.#connections.set(namespace, made)
    return made
  }
}
