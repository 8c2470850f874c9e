import { readToken } from '../../src/coherence/position-token.ts'
import type { LogRecord } from '../../src/coherence/log/record.ts'
import type { Host } from './sim/host.ts'
import { formatStamp } from '../../src/coherence/position.ts'

export type Entity = 'x' | 'y'

/** What a value says: which version of each entity it was made of, and when its load ended. */
export interface Value {
  readonly x?: number
  readonly y?: number
  readonly born: number
}

/** A change of the origin, and what became of its invalidation. */
export interface Commit {
  readonly id: number
  readonly by: Host
  readonly versions: Readonly<Partial<Record<Entity, number>>>
  readonly at: number
  /** Number of the call of `invalidate` among all calls; `undefined` if its writer died before. */
  called: number | undefined
  /** Whether a hold of its tags was in the log when it was committed. */
  readonly isHeld: boolean
  /** When a record of it was first appended to the log. */
  appendedAt: number | undefined
  /** When its writer was told so. */
  acknowledgedAt: number | undefined
}

/** A record of the log, with every commit that a reader who has applied it knows of. */
interface Chapter {
  readonly covers: ReadonlySet<number>
}

/** A position that was handed to somebody, with the commits that a read at least that new must show. */
export interface Bookmark {
  readonly token: string
  readonly covers: ReadonlySet<number>
}

export const NAMESPACE = 'sim'

/** The tag that tells the records of a commit from all others. */
export const markOf = (commit: number): string => `#${commit}`

/** Everything that the oracle has to know: what was committed, appended and acknowledged, and when. */
export class Ledger {
  readonly commits: Commit[] = []
  readonly versions: Record<Entity, number> = { x: 0, y: 0 }
  readonly #chapters = new Map<string, Chapter>()
  /** Tokens of the holds that were taken for changes, by the number of the change. */
  readonly #holds = new Map<number, string>()
  #calls = 0
  #reserved = 0

  /** The next of all calls, in the order in which they were made. */
  call(): number {
    return ++this.#calls
  }

  /** The number of a change that is about to be made. */
  reserve(): number {
    return this.#reserved++
  }

  /** Token of the hold that was taken for a change, if it is known to have been in the log. */
  holdOf(id: number): string | undefined {
    return this.#holds.get(id)
  }

  commit(id: number, by: Host, entities: readonly Entity[], at: number, isHeld: boolean): Commit {
    const versions: Partial<Record<Entity, number>> = {}
    for (const entity of entities) versions[entity] = ++this.versions[entity]
    const commit: Commit = { id, by, versions, at, isHeld, called: undefined, appendedAt: undefined, acknowledgedAt: undefined }
    this.commits.push(commit)
    return commit
  }

  /** A `genesis` or a `clear` stands for everything that was committed before it: no entry of before is valid behind it. */
  appended(record: LogRecord, before: LogRecord | undefined, at: number): void {
    const names = new Set(record.tags)
    const covered =
      record.kind === 'hold' ? [] : this.commits.filter(({ id }) => record.kind !== 'invalidate' || names.has(markOf(id)))
    if (record.kind === 'hold') this.#noteHold(record)
    for (const commit of covered) commit.appendedAt ??= at
    const earlier = before === undefined ? [] : (this.#chapters.get(formatStamp(before))?.covers ?? [])
    this.#chapters.set(formatStamp(record), { covers: new Set([...earlier, ...covered.map(({ id }) => id)]) })
  }

  #noteHold({ tags, token }: LogRecord): void {
    const mark = tags.find((tag) => tag.startsWith('#'))
    if (mark !== undefined) this.#holds.set(Number(mark.slice(1)), token)
  }

  /** What a read that names this token must show. A queued one stands for the commit it was given for. */
  bookmark(token: string, commit?: Commit): Bookmark {
    return { token, covers: new Set([...this.covers(token), ...(commit === undefined ? [] : [commit.id])]) }
  }

  covers(token: string | undefined): ReadonlySet<number> {
    const position = token === undefined ? 'malformed' : readToken(NAMESPACE, token)
    return (typeof position === 'string' ? undefined : this.#chapters.get(formatStamp(position))?.covers) ?? NOTHING
  }
}

const NOTHING: ReadonlySet<number> = new Set()
