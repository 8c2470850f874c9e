import { compareIds, type StreamId, ZERO_ID } from '../log/stream-id.ts'

/** Tags that the table remembers by name. */
export const DEFAULT_TAG_CAPACITY = 100_000
const BUCKETS = 4_096

/** A tag that the table remembers, between the one that was named before it and the one that was named after it. */
interface NamedTag {
  readonly tag: string
  newest: StreamId
  older: NamedTag | undefined
  newer: NamedTag | undefined
}

/**
 * The newest record that named each tag. It is bounded: the tags named longest ago are forgotten first, and each raises
 * the low-water mark of its hash bucket, so that forgetting invalidates the entries of one bucket in 4,096, never too little.
 */
export class TagTable {
  readonly #capacity: number
  /** Its own order is not used: a map that is deleted from as often as it is added to grows under an iterator that stands. */
  readonly #named = new Map<string, NamedTag>()
  readonly #forgotten = new Map<number, StreamId>()
  #oldest: NamedTag | undefined
  #youngest: NamedTag | undefined

  constructor(capacity: number = DEFAULT_TAG_CAPACITY) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#named.size
  }

  /** Notes that a record, newer than all before it, named a tag. */
  note(tag: string, id: StreamId): void {
    const known = this.#named.get(tag)
    if (known === undefined) return this.#add({ tag, newest: id, older: undefined, newer: undefined })
    known.newest = id
    if (known === this.#youngest) return
    this.#unlink(known)
    this.#append(known)
  }

  get isFull(): boolean {
    return this.#named.size >= this.#capacity
  }

  /** Notes that a record, older than all before it, named a tag. What is known of newer records stands. */
  noteOlder(tag: string, id: StreamId): void {
    if (this.#named.has(tag)) return
    const mark = this.#forgotten.get(bucketOf(tag))
    if (mark === undefined || compareIds(mark, id) < 0) this.#prepend({ tag, newest: id, older: undefined, newer: undefined })
  }

  /** Whether a record after `stamp` named the tag, or may have. */
  namedAfter(tag: string, stamp: StreamId): boolean {
    const known = this.#named.get(tag)
    if (known !== undefined) return compareIds(known.newest, stamp) > 0
    if (this.#forgotten.size === 0) return false
    return compareIds(this.#forgotten.get(bucketOf(tag)) ?? ZERO_ID, stamp) > 0
  }

  reset(): void {
    this.#named.clear()
    this.#forgotten.clear()
    this.#oldest = undefined
    this.#youngest = undefined
  }

  #add(added: NamedTag): void {
    this.#named.set(added.tag, added)
    this.#append(added)
    if (this.#named.size > this.#capacity) this.#forgetOldest()
  }

  #append(last: NamedTag): void {
    last.older = this.#youngest
    last.newer = undefined
    if (this.#youngest === undefined) this.#oldest = last
    else this.#youngest.newer = last
    this.#youngest = last
  }

  #prepend(first: NamedTag): void {
    this.#named.set(first.tag, first)
    first.newer = this.#oldest
    if (this.#oldest === undefined) this.#youngest = first
    else this.#oldest.older = first
    this.#oldest = first
  }

  #unlink({ older, newer }: NamedTag): void {
    if (older === undefined) this.#oldest = newer
    else older.newer = newer
    if (newer === undefined) this.#youngest = older
    else newer.older = older
  }

  #forgetOldest(): void {
    const oldest = this.#oldest
    if (oldest === undefined) return
    this.#unlink(oldest)
    this.#named.delete(oldest.tag)
    const bucket = bucketOf(oldest.tag)
    const mark = this.#forgotten.get(bucket)
    if (mark === undefined || compareIds(oldest.newest, mark) > 0) this.#forgotten.set(bucket, oldest.newest)
  }
}

/** FNV-1a over the text's code units. */
const bucketOf = (tag: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < tag.length; index++) hash = Math.imul(hash ^ tag.charCodeAt(index), 0x01000193)
  return (hash >>> 0) % BUCKETS
}

/** How often each tag is named by something that is still going on. A tag counts until everything that named it has ended. */
export class TagCounts {
  readonly #counts = new Map<string, number>()

  add(tags: Iterable<string>): void {
    for (const tag of tags) this.#counts.set(tag, (this.#counts.get(tag) ?? 0) + 1)
  }

  remove(tags: Iterable<string>): void {
    for (const tag of tags) {
      const count = (this.#counts.get(tag) ?? 0) - 1
      if (count > 0) this.#counts.set(tag, count)
      else this.#counts.delete(tag)
    }
  }

  hasAny(tags: readonly string[]): boolean {
    return this.#counts.size > 0 && tags.some((tag) => this.#counts.has(tag))
  }

  clear(): void {
    this.#counts.clear()
  }
}
