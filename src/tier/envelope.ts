/** An entry as it is kept in a shared tier: its value as JSON text, and what the serving rule needs to judge it. */
export interface Envelope {
  /** The position before its loader was called, in the form that the coherence room reads. */
  readonly stamp: string
  readonly tags: readonly string[]
  /** Whole lifetime in milliseconds, counted from the end of the load. */
  readonly lifetimeMs: number
  /** The value, JSON. */
  readonly text: string
}

/** Version of the format; what another version wrote is a miss. */
const VERSION = '1'

export const encodeEnvelope = (envelope: Envelope): string =>
  `${VERSION} ${JSON.stringify([envelope.stamp, envelope.lifetimeMs, envelope.tags, envelope.text.length])}\n${envelope.text}`

/** The envelope of a text, or `undefined` where it is none: foreign bytes, another version, cut off. */
export const decodeEnvelope = (text: string): Envelope | undefined => {
  const end = text.indexOf('\n')
  if (end < 0 || !text.startsWith(`${VERSION} `)) return undefined
  const header = parseHeader(text.slice(VERSION.length + 1, end))
  if (header === undefined || header.length !== text.length - end - 1) return undefined
  return { stamp: header.stamp, lifetimeMs: header.lifetimeMs, tags: header.tags, text: text.slice(end + 1) }
}

const parseHeader = (text: string) => {
  const parts = parseJson(text)
  if (!Array.isArray(parts) || parts.length !== 4) return undefined
  const [stamp, lifetimeMs, tags, length]: readonly unknown[] = parts
  if (typeof stamp !== 'string' || typeof lifetimeMs !== 'number' || typeof length !== 'number') return undefined
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string')) return undefined
  return { stamp, lifetimeMs, tags, length }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
