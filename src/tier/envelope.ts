import { crc32 } from 'node:zlib'
import { isEntityTag } from '../foundation/entity-tag.ts'
import { parseJson } from '../foundation/json-text.ts'

/** What a shared tier keeps beside a value: all that the serving rule needs to judge it. */
export interface Description {
  /** The position before its loader was called, in the form that the coherence room reads. */
  readonly stamp: string
  readonly tags: readonly string[]
  /** Whole lifetime in milliseconds, counted from the end of the load. */
  readonly lifetimeMs: number
  /** How long after its lifetime the entry is kept, in milliseconds, for those who take an expired value over none. */
  readonly graceMs: number
  /** Whether it is a value, or the answer that there is none. */
  readonly kind: 'value' | 'absence'
  /** By which its origin can be asked whether it is still so; `undefined` where it cannot, and in entries of older releases. */
  readonly validator: string | undefined
  /** Milliseconds from the start of its load until it was written; `undefined` in entries of older releases. */
  readonly tookMs?: number | undefined
}

/** An entry as it is kept in a shared tier, its value as JSON text. */
export interface Envelope extends Description {
  readonly text: string
}

/** The value of an entry as it stands in its envelope. */
export interface Payload {
  readonly encoding: 'json' | 'zstd'
  readonly bytes: Buffer
  /** Bytes of the JSON text in UTF-8. */
  readonly textBytes: number
}

/** Version of the format. Whoever changes what is kept under a key raises it. */
const VERSION = '2'

/** Where the entry of a key is kept: each version has places of its own, so that two of them side by side do not overwrite each other. */
export const entryKey = (key: string): string => `${key}:${VERSION}`

/** Tags of an entry, and their characters together: far above what a page of either API has. */
const MAX_TAGS = 10_000
const MAX_TAG_CHARS = 250_000
/** So many characters, each as `\u1234`, with a key beside them. */
const MAX_HEADER_BYTES = 2 * 1024 * 1024

const NEWLINE = 0x0a
/** `2 1a2b3c4d `: what the checksum does not cover. */
const CHECKED_FROM = VERSION.length + 10

/** Whether readers take an entry with so many tags. */
export const takesTags = (tags: readonly string[]): boolean =>
  tags.length <= MAX_TAGS && tags.reduce((chars, tag) => chars + tag.length, 0) <= MAX_TAG_CHARS

/**
 * The bytes that are kept under a key: the version, a checksum of all that follows, a header in JSON, a newline, the payload.
 * The header names the key, so that a copy under another key is none of its entries.
 */
export const encodeEnvelope = (
  key: string,
  { stamp, kind, lifetimeMs, graceMs, tags, validator, tookMs }: Description,
  payload: Payload,
): Buffer => {
  const { encoding, bytes, textBytes } = payload
  const described = { key, stamp, kind, lifetimeMs, graceMs, tags, validator, tookMs, encoding, bytes: bytes.length, textBytes }
  const header = Buffer.from(`${JSON.stringify(described)}\n`)
  const checksum = crc32(bytes, crc32(header)).toString(16).padStart(8, '0')
  return Buffer.concat([Buffer.from(`${VERSION} ${checksum} `), header, bytes])
}

/**
 * The envelope in the bytes that were found under a key.
 *
 * @throws {UnreadableEntry} for foreign bytes, another version, and what was cut off, changed or copied from another key
 */
export const decodeEnvelope = (key: string, found: Buffer): { readonly description: Description; readonly payload: Payload } => {
  if (found.toString('latin1', 0, VERSION.length + 1) !== `${VERSION} `) throw new UnreadableEntry('no envelope of this version')
  const checksum = found.toString('latin1', VERSION.length + 1, CHECKED_FROM)
  if (checksum !== `${crc32(found.subarray(CHECKED_FROM)).toString(16).padStart(8, '0')} `)
    throw new UnreadableEntry('wrong checksum')
  const end = found.indexOf(NEWLINE, CHECKED_FROM)
  if (end - CHECKED_FROM > MAX_HEADER_BYTES) throw new UnreadableEntry(`header of ${end - CHECKED_FROM} bytes`)
  const header = parseHeader(found.toString('utf8', CHECKED_FROM, end))
  if (header === undefined) throw new UnreadableEntry('malformed header')
  if (header.key !== key) throw new UnreadableEntry('entry of another key')
  const bytes = found.subarray(end + 1)
  if (bytes.length !== header.bytes) throw new UnreadableEntry('payload of another length')
  const { stamp, tags, lifetimeMs, graceMs, kind, validator, tookMs, encoding, textBytes } = header
  return {
    description: { stamp, tags, lifetimeMs, graceMs, kind, validator, ...(tookMs !== undefined && { tookMs }) },
    payload: { encoding, bytes, textBytes },
  }
}

interface Header extends Description {
  readonly key: string
  readonly encoding: Payload['encoding']
  readonly bytes: number
  readonly textBytes: number
}

const parseHeader = (text: string): Header | undefined => {
  const parsed = parseJson(text)
  if (!isObject(parsed)) return undefined
  const { key, stamp, kind, lifetimeMs, graceMs, tags, validator, tookMs, encoding, bytes, textBytes } = parsed
  if (typeof key !== 'string' || typeof stamp !== 'string') return undefined
  if (kind !== 'value' && kind !== 'absence') return undefined
  if (validator !== undefined && !isEntityTag(validator)) return undefined
  if (tookMs !== undefined && !isAmount(tookMs)) return undefined
  if (encoding !== 'json' && encoding !== 'zstd') return undefined
  if (!isAmount(lifetimeMs) || !isAmount(graceMs) || !isAmount(bytes) || !isAmount(textBytes)) return undefined
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string') || !takesTags(tags)) return undefined
  return { key, stamp, kind, lifetimeMs, graceMs, tags, validator, tookMs, encoding, bytes, textBytes }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0

/** What was found under a key is no entry that can be served, with the reason. It never leaves the package but as the cause of an incident. */
export class UnreadableEntry extends Error {
  override readonly name = 'UnreadableEntry'
  /** The reason without its numbers: what is unreadable for the same one is reported once. */
  readonly code: string

  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.code = reason.replace(/\d+/g, 'N')
  }
}
