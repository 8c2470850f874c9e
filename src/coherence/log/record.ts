import { parseJson } from '../../foundation/json-text.ts'
import { isToken, parsePosition, type Position } from '../position.ts'
import { compareIds, parseForeignId, parseStreamId, type StreamId } from './stream-id.ts'

export const RECORD_KINDS = ['genesis', 'invalidate', 'hold', 'clear'] as const

/** `unknown` is a kind of a later version, or tags that cannot be read: its place is known, so it counts as naming every tag. */
export type RecordKind = (typeof RECORD_KINDS)[number] | 'unknown'

/** One entry of the invalidation log. */
export interface LogRecord extends Position {
  /** Id of the record before it, `0-0` for the first. */
  readonly prev: StreamId
  readonly kind: RecordKind
  /** Tags whose values changed (`invalidate`) or are about to (`hold`); empty for every other kind. */
  readonly tags: readonly string[]
  /** Tokens of the holds that this record ends; empty for every kind but `invalidate`. */
  readonly ends: readonly string[]
  /** How long a `hold` lasts unless it is ended before, in milliseconds; 0 for every other kind. */
  readonly leaseMs: number
  /**
   * What is left of the longest lease of this hold and all before it, ended or not, in milliseconds from the record's own instant.
   * `undefined` for a message, and for a row of an older script.
   */
  readonly leasesMs?: number | undefined
}

/** A row of the log that is no record: its id is known, its place in the chain is not. */
export interface UnreadableRow {
  readonly id: StreamId
  readonly kind: 'unreadable'
}

export type LogRow = LogRecord | UnreadableRow

export const isRecord = (row: LogRow): row is LogRecord => row.kind !== 'unreadable'

/** Whether a record speaks of its tags alone; `genesis`, `clear` and a kind that this version does not know speak of every tag. */
export const namesSomeTags = ({ kind }: LogRecord): boolean => kind === 'invalidate' || kind === 'hold'

/** The fields of a record in the stream; `v` is the version of the format. */
export interface RecordFields {
  readonly v?: string
  readonly prev?: string
  readonly epoch?: string
  readonly token?: string
  readonly kind?: string
  /** Milliseconds of a `hold`'s lease; tokens of the holds that an `invalidate` ends, separated by commas; else `-`. */
  readonly hold?: string
  readonly tags?: string
  /** Milliseconds that are left of the longest lease so far. Only rows have it. */
  readonly leases?: string
}

/** The row with this id. `undefined` only where the id itself is no stream id: then the reply is no evidence of anything. */
export const parseRow = (id: unknown, fields: RecordFields): LogRow | undefined => {
  const parsedId = parseForeignId(id)
  if (parsedId === undefined) return undefined
  return parseRecord(id, fields) ?? { id: parsedId, kind: 'unreadable' }
}

const parseRecord = (id: unknown, fields: RecordFields): LogRecord | undefined => {
  const position = parsePosition(fields.epoch, id, fields.token)
  const prev = parseStreamId(fields.prev)
  if (fields.v !== '1' || position === undefined || prev === undefined || compareIds(position.id, prev) <= 0) return undefined
  const kind = RECORD_KINDS.find((known) => known === fields.kind)
  const tags = parseTags(fields.tags)
  const leaseMs = kind === 'hold' ? parseLease(fields.hold) : 0
  const ends = kind === 'invalidate' ? parseEnds(fields.hold) : NONE
  const leasesMs = parseLeases(fields.leases)
  if (kind === undefined || tags === undefined || leaseMs === undefined || ends === undefined) {
    return { ...position, prev, kind: 'unknown', tags: NONE, ends: NONE, leaseMs: 0, leasesMs }
  }
  return { ...position, prev, kind, tags, ends, leaseMs, leasesMs }
}

const NONE: readonly string[] = []

/** Tags of one record, and holds that it ends together. */
export const MAX_NAMES_PER_RECORD = 1_000
/** Characters of the tags in one record of this process. In any encoding it is below 1 MB, the least that a server may have for its limits. */
export const MAX_TAG_CHARS = 100_000

export const charsOf = (tags: Iterable<string>): number => {
  let chars = 0
  for (const tag of tags) chars += tag.length
  return chars
}

/** As many of the tags, in their order, as fit into one record, at most `names`. */
export const fitting = (tags: Iterable<string>, names: number): readonly string[] => {
  const taken: string[] = []
  let chars = 0
  for (const tag of tags) {
    chars += tag.length
    if (taken.length === names || (taken.length > 0 && chars > MAX_TAG_CHARS)) break
    taken.push(tag)
  }
  return taken
}
/** So many tags of 512 characters, each character as `\u1234`, with quotation marks and commas, in brackets. */
export const MAX_TAGS_TEXT = 2 + MAX_NAMES_PER_RECORD * (512 * 6 + 3)
/** So many tokens of 64 characters, with a comma. */
export const MAX_ENDS_TEXT = MAX_NAMES_PER_RECORD * 65

const parseLease = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined

const parseLeases = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined

const parseEnds = (text: string | undefined): readonly string[] | undefined => {
  if (text === undefined || text === '-') return NONE
  if (text.length > MAX_ENDS_TEXT) return undefined
  const tokens = text.split(',')
  return tokens.every(isToken) ? tokens : undefined
}

/** The tags of a JSON text, `undefined` where it is no array of texts, or one of more tags than a record may name. */
export const parseTags = (text: string | undefined): readonly string[] | undefined => {
  if (text === undefined || text.length > MAX_TAGS_TEXT) return undefined
  const tags = parseJson(text)
  return Array.isArray(tags) && tags.length <= MAX_NAMES_PER_RECORD && tags.every((tag) => typeof tag === 'string')
    ? tags
    : undefined
}

/**
 * The record of a published message, `v id prev epoch token kind hold tags` separated by single spaces; `undefined` if malformed.
 * It is read field by field, since anybody may publish a message of any size.
 */
export const parseMessage = (message: string): LogRecord | undefined => {
  const parts: string[] = []
  let start = 0
  while (parts.length < 7 && start <= message.length) {
    const space = message.indexOf(' ', start)
    const end = space === -1 ? message.length : space
    if (end - start > MAX_ENDS_TEXT) return undefined
    parts.push(detached(message.slice(start, end)))
    start = end + 1
  }
  const [v, id, prev, epoch, token, kind, hold] = parts
  if (
    v === undefined ||
    prev === undefined ||
    epoch === undefined ||
    token === undefined ||
    kind === undefined ||
    hold === undefined
  )
    return undefined
  return parseRecord(id, { v, prev, epoch, token, kind, hold, tags: message.slice(start) })
}

/** A copy: what is cut out of a message keeps the whole of it in memory, every tag included, for as long as the id is remembered. */
const detached = (part: string): string => Buffer.from(part).toString()
