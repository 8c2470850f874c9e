import type { TaggedWrite, Writes } from '../../shared/service/writes.ts'

/** Writes that are told of once they are committed and invalidated. */
export function announcingWrites(writes: Writes, announce: (write: TaggedWrite) => void): Writes {
  return {
    async commit(work, describe) {
      let written: TaggedWrite | undefined
      const result = await writes.commit(work, (committed) => (written = describe(committed)))
      if (written !== undefined) announce(written)
      return result
    },
  }
}
