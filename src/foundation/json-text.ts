/** Objects and lists within each other, at most; a program that reads values recursively would run out of stack far beyond it. */
export const MAX_DEPTH = 500

/** A text below this length has no more levels than are allowed, and each that it opens it has to close. */
const SHALLOW = 2 * MAX_DEPTH

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPENS_LIST = 0x5b
const OPENS_OBJECT = 0x7b
const CLOSES_LIST = 0x5d
const CLOSES_OBJECT = 0x7d

/** How much JSON may be parsed. */
export interface JsonBounds {
  /** Objects, lists, and commas between what they have: no more than there are values. Default: any number. */
  readonly maxValues?: number
  /** Objects and lists within each other, at most 500. Default 500. */
  readonly maxLevels?: number
}

/**
 * Whether a JSON text, in UTF-8, is within the bounds. To be asked before a text of unknown
 * origin is parsed: for `[[[…` `JSON.parse` takes a hundred times longer than for other texts, and for each `{}` it takes 56 bytes of heap.
 * Bytes are looked at, since that costs the same whatever a string is made of: a quarter of the time that parsing takes. Of a text that
 * is no JSON it says nothing.
 */
export const mayBeParsed = (
  text: Uint8Array,
  { maxValues = Number.POSITIVE_INFINITY, maxLevels = MAX_DEPTH }: JsonBounds = {},
): boolean => {
  const { length } = text
  if (length < Math.min(2 * maxLevels, maxValues)) return true
  let depth = 0
  let values = 0
  for (let index = 0; index < length; index++) {
    switch (text[index]) {
      case QUOTE:
        index = endOfString(text, index + 1)
        break
      case OPENS_LIST:
      case OPENS_OBJECT:
        if (++depth > maxLevels || ++values > maxValues) return false
        break
      case CLOSES_LIST:
      case CLOSES_OBJECT:
        depth--
        break
      case COMMA:
        if (++values > maxValues) return false
        break
      default:
    }
  }
  return true
}

/** Where the quotation mark is that ends the string whose first character is at `start`. */
const endOfString = (text: Uint8Array, start: number): number => {
  let index = start
  for (; index < text.length && text[index] !== QUOTE; index++) if (text[index] === BACKSLASH) index++
  return index
}

/** The text of bytes in UTF-8, without a byte order mark; `undefined` where they are not UTF-8. */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The value of a JSON text; `undefined` where it is none, or may not be parsed. */
export const parseJson = (text: string): unknown => {
  if (text.length >= SHALLOW && !mayBeParsed(Buffer.from(text))) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A name as a step of a JSON pointer (RFC 6901, section 3). */
export const escapeStep = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** The name that a step of a JSON pointer stands for. */
export const unescapeStep = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~')
