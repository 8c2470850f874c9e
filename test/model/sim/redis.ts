import type { LogRecord } from '../../../src/coherence/log/record.ts'
import { EntryBook } from '../../../src/testing/redis/entry-book.ts'
import { LeaseBook } from '../../../src/testing/redis/lease-book.ts'
import { RecordLog } from '../../../src/testing/redis/record-log.ts'
import type { Chronicle } from '../chronicle.ts'
import type { SimTime } from './time.ts'

/** A connection of a process, seen from the server. */
export interface Connected {
  /** The server has gone: every connection to it breaks. */
  cut(): void
  publish(record: LogRecord | undefined): void
  /** A lease was given up. */
  wake(key: string): void
}

/** Of the holds that schedules take, in milliseconds. */
export const LONGEST_LEASE_MS = 4_000

/** A server that a connection leads to. A replica has what it had as a master, and its link to the new master is broken. */
interface Server {
  readonly role: 'master' | 'replica'
  readonly history: string
  readonly log: RecordLog
}

/** The Redis of a simulation: the log, the entries of the shared tier, and a clock. A master that was demoted may answer beside it. */
export class SimRedis {
  readonly log: RecordLog
  readonly connections = new Set<Connected>()
  readonly entries: EntryBook
  readonly leases: LeaseBook
  /** The replication id. */
  history = 'h1'
  #demoted: Server | undefined
  isUp = true
  /** How long, at most, an entry was on its way here; its lifetime in the shared tier begins with its arrival. */
  latestFillMs = 0
  /** Whether PUBLISH is permitted. */
  publishes = true
  readonly #time: SimTime
  #histories = 1

  constructor(time: SimTime, chronicle: Chronicle) {
    this.#time = time
    this.entries = new EntryBook(() => time.now)
    this.leases = new LeaseBook(
      () => time.now,
      (key) => {
        if (this.publishes) for (const connection of this.connections) connection.wake(key)
        else chronicle.fault('publish refused')
      },
    )
    this.log = new RecordLog(
      () => time.now,
      () => this.history,
      (record, before) => {
        chronicle.appended(record, before)
        if (!this.publishes) return chronicle.fault('publish refused')
        for (const connection of this.connections) connection.publish(record)
      },
      LONGEST_LEASE_MS,
    )
  }

  /** Another server, or the same one with another past, takes over after a while; every connection breaks. */
  takeOver(milliseconds: number): void {
    this.#demoted = undefined
    this.#promote(milliseconds)
    for (const connection of this.connections) connection.cut()
  }

  /** The server becomes a replica, and keeps its clients; another one, with the newest rows or without, takes over after a while. */
  demote(milliseconds: number): void {
    this.#demoted = { role: 'replica', history: this.history, log: this.log.asOfNow() }
    this.#promote(milliseconds)
  }

  /** The server at the other end of a connection that was made to a server of this history; `undefined` where it is gone. */
  at(history: string | undefined): Server | undefined {
    if (history === this.history) return { role: 'master', history, log: this.log }
    return history === this.#demoted?.history ? this.#demoted : undefined
  }

  #promote(milliseconds: number): void {
    this.history = `h${++this.#histories}`
    this.isUp = false
    this.#time.after(undefined, milliseconds, () => {
      this.isUp = true
    })
  }

  /** All entries and leases are gone. */
  forget(): void {
    this.entries.forget()
    this.leases.forget()
  }
}
