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
  readonly code: 'empty' | 'truncated' | 'wrong-format'
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

/** Whether the bytes could be text in an encoding that ASCII is part of. */
export const isText = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => byte >= SPACE || (byte >= TAB && byte <= CARRIAGE_RETURN) || byte === SUBSTITUTE)
