import type { Command, Reply } from '../redis/command-batch.ts'
import type { Envelope } from './envelope.ts'

/** The tier inside this process. Synchronous; it never fails, it forgets the entries unused for longest. */
export interface LocalTier<Entry> {
  /** `undefined` where the key is unknown or was evicted. */
  get(key: string): Entry | undefined
  /** Returns false where the entry is larger than the tier takes; an entry of that key is gone then. */
  set(key: string, entry: Entry, bytes: number): boolean
  delete(key: string): void
  readonly entries: number
  readonly bytes: number
  /** Entries dropped to make room for others, so far. */
  readonly evictions: number
}

/** An entry that a shared tier returned. */
export interface SharedHit {
  readonly envelope: Envelope
  /** What is left of its lifetime in milliseconds, by that tier's own clock; 0 or less within its grace. */
  readonly remainingMs: number
}

/** A question to the master of the log that travels with a read, in the same round trip. */
export interface PiggybackedCommand {
  readonly command: Command
  /** Takes its reply. */
  take(reply: Reply): void
}

/** The tier that processes share. A failure of it is a miss, never an error. */
export interface SharedTier {
  /** One round trip. `undefined` where there is no entry, it cannot be read, or the tier cannot be reached in time. */
  read(key: string, piggybacked: PiggybackedCommand | undefined): Promise<SharedHit | undefined>
  /**
   * Keeps the entry where there is none, atomically, by one round trip that no read waits for. `occupied` where there is one, readable
   * or not; `failed` where it is not known. Never rejects.
   */
  add(key: string, envelope: Envelope): Promise<'kept' | 'occupied' | 'failed'>
  /** The same in place of any entry. Whether it is known to be kept. */
  write(key: string, envelope: Envelope): Promise<boolean>
}
