import { stringBytes } from '../key/frozen-json.ts'

/** An entry with its instants, its promise, its list of tags and its place in the memory tier. */
const ENTRY = 460
const SLOT = 8

/** What an entry takes of the heap, as an estimate: the value that was counted, its key, its tags, and what the memory tier keeps for it. */
export const entryBytes = (key: string, tags: readonly string[], valueBytes: number): number => {
  let bytes = ENTRY + valueBytes + stringBytes(key, true)
  for (const tag of tags) bytes += SLOT + stringBytes(tag, true)
  return bytes
}
