import { commitInstant } from '../orders/commit.ts'
import type { CommittedWrite, Journal } from './journal.ts'
import type { ServerCache } from './server-cache.ts'

/** A write, and the tags of everything that it makes stale. */
export interface TaggedWrite extends CommittedWrite {
  readonly tags: readonly string[]
}

/** The way of every write: commit, enter into the journal, invalidate, enter the acknowledgement. */
export interface Writes {
  /** `work` commits; `describe` says what was written, or throws when nothing was: then nothing is invalidated either. */
  commit<Result>(work: () => Promise<Result>, describe: (result: Result) => TaggedWrite): Promise<Result>
}

export function createWrites(cache: ServerCache, journal: Journal): Writes {
  return {
    async commit<Result>(work: () => Promise<Result>, describe: (result: Result) => TaggedWrite): Promise<Result> {
      const { value, position, status } = await cache.mutate(
        ({ tags }) => tags,
        async () => {
          const result = await work()
          const { tags, ...write } = describe(result)
          return { result, tags, acknowledge: journal.enter(write) }
        },
      )
      if (status === 'applied') value.acknowledge({ acknowledged: commitInstant(), position })
      return value.result
    },
  }
}
