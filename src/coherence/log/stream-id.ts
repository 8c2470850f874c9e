/** The id of a record in the Redis Stream of the log: the time it was appended, by Redis's clock, and a sequence number. */
export interface StreamId {
  readonly milliseconds: number
  readonly sequence: number
  readonly text: string
}

const PATTERN = /^(0|[1-9]\d{0,15})-(0|[1-9]\d{0,15})$/
const FOREIGN = /^(0|[1-9]\d{0,19})-(0|[1-9]\d{0,19})$/
/** Redis counts each part up to here. */
const LAST = 2 ** 64

/** The parsed id, or `undefined` for a text that is none. Parts beyond 2^53 are refused: no real log has them. */
export const parseStreamId = (text: unknown): StreamId | undefined => {
  if (typeof text !== 'string') return undefined
  const [, left, right] = PATTERN.exec(text) ?? []
  const milliseconds = Number(left)
  const sequence = Number(right)
  if (!Number.isSafeInteger(milliseconds) || !Number.isSafeInteger(sequence)) return undefined
  return { milliseconds, sequence, text }
}

/**
 * The id of a row that any program may have written: parts beyond 2^53 are only about right, which is enough to tell what is older.
 * No record has such an id.
 */
export const parseForeignId = (text: unknown): StreamId | undefined => {
  if (typeof text !== 'string') return undefined
  const [, left, right] = FOREIGN.exec(text) ?? []
  const milliseconds = Number(left)
  const sequence = Number(right)
  return milliseconds <= LAST && sequence <= LAST ? { milliseconds, sequence, text } : undefined
}

/** Below zero when `a` comes before `b`, zero when they are the same, above zero when it comes after. */
export const compareIds = (a: StreamId, b: StreamId): number => a.milliseconds - b.milliseconds || a.sequence - b.sequence

/** Before every record. */
export const ZERO_ID: StreamId = { milliseconds: 0, sequence: 0, text: '0-0' }
