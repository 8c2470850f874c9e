/** What can be read of a model without reading all of it. */
export interface ModelContent {
  readonly sizeBytes: number
  /** Its first `HEAD_BYTES`, or all of it. */
  readonly head: Buffer
  /** Its last `TAIL_BYTES`, or all of it. */
  readonly tail: Buffer
}

/** Why content is not a model of its format. */
export interface Defect {
  readonly code: 'empty' | 'truncated' | 'malformed' | 'wrong-format'
  readonly said: string
}

export const HEAD_BYTES = 64 * 1024
/** A ZIP ends with a record of 22 bytes and a comment of at most 65,535. */
export const TAIL_BYTES = 22 + 65_535

const SPACE = 32
const TAB = 9
const CARRIAGE_RETURN = 13
/** Ends the text files of some old programs. */
const SUBSTITUTE = 26

/** The content of a text file before what programs fill it up with: zero bytes, Ctrl-Z, blanks and empty lines. */
export const withoutPadding = (bytes: Buffer): Buffer => {
  let end = bytes.length
  while (end > 0 && isPadding(bytes[end - 1])) end--
  return bytes.subarray(0, end)
}

const isPadding = (byte = SPACE): boolean =>
  byte === 0 || byte === SUBSTITUTE || byte === SPACE || (byte >= TAB && byte <= CARRIAGE_RETURN)

/** The text of bytes in an encoding that ASCII is part of, without a byte order mark. */
export const asText = (bytes: Buffer): string => bytes.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '')

/** Whether the bytes could be text in an encoding that ASCII is part of. */
export const isText = (bytes: Buffer): boolean => {
  const content = withoutPadding(bytes)
  return (content.length === 0 ? bytes : content).every(
    (byte) => byte >= SPACE || (byte >= TAB && byte <= CARRIAGE_RETURN) || byte === SUBSTITUTE,
  )
}
