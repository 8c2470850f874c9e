import { compareIds, type StreamId, ZERO_ID } from './stream-id.ts'

/** Tags that the table remembers by name. */
export const DEFAULT_TAG_CAPACITY = 100_000
const BUCKETS = 4_096

/**
 * The newest record that named each tag. It is bounded: the tags named longest ago are forgotten first, and each raises
 * the low-water mark of its hash bucket, so that forgetting invalidates the entries of one bucket in 4,096, never too little.
 */
export class TagTable {
  readonly #capacity: number
  /** In the order of their records: a tag that is named again moves to the end. */
  readonly #newest = new Map<string, StreamId>()
  readonly #forgotten = new Map<number, StreamId>()
  /** Stands before the oldest tag, whatever was deleted before it: looking for it anew would pass over every deletion. */
  #oldestFirst = this.#newest.entries()

  constructor(capacity: number = DEFAULT_TAG_CAPACITY) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#newest.size
  }

  /** Notes that a record, newer than all before it, named a tag. */
  note(tag: string, id: StreamId): void {
    this.#newest.delete(tag)
    this.#newest.set(tag, id)
    if (this.#newest.size > this.#capacity) this.#forgetOldest()
  }

  get isFull(): boolean {
    return this.#newest.size >= this.#capacity
  }

  /** Notes that a record, older than all before it, named a tag. What is known of newer records stands. */
  noteOlder(tag: string, id: StreamId): void {
    if (this.#newest.has(tag)) return
    const mark = this.#forgotten.get(bucketOf(tag))
    if (mark === undefined || compareIds(mark, id) < 0) this.#newest.set(tag, id)
  }

  /** Whether a record after `stamp` named the tag, or may have. */
  namedAfter(tag: string, stamp: StreamId): boolean {
    const id = this.#newest.get(tag)
    if (id !== undefined) return compareIds(id, stamp) > 0
    if (this.#forgotten.size === 0) return false
    return compareIds(this.#forgotten.get(bucketOf(tag)) ?? ZERO_ID, stamp) > 0
  }

  reset(): void {
    this.#newest.clear()
    this.#oldestFirst = this.#newest.entries()
    this.#forgotten.clear()
  }

  #forgetOldest(): void {
    const { value: oldest } = this.#oldestFirst.next()
    if (oldest === undefined) return
    const [tag, id] = oldest
    this.#newest.delete(tag)
    const bucket = bucketOf(tag)
    const mark = this.#forgotten.get(bucket)
    if (mark === undefined || compareIds(id, mark) > 0) this.#forgotten.set(bucket, id)
  }
}

/** FNV-1a over the text's code units. */
const bucketOf = (tag: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < tag.length; index++) hash = Math.imul(hash ^ tag.charCodeAt(index), 0x01000193)
  return (hash >>> 0) % BUCKETS
}
