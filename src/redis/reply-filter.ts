import { RedisUnavailable } from './deadline.ts'

/** A complete reply, as far as somebody has to know it who decides whether it was asked for. */
export interface ReplyShape {
  /**
   * The type characters of RESP2: `$` string, `:` integer, `+` status, `-` error, `*` array, and `_` for either null. An array is
   * followed by those of its first four elements: `*$$:` is an array of two strings and an integer.
   */
  readonly types: string
  /** The first element of an array, where it is a short string; else empty. */
  readonly word: string
}

export interface ReplyFilterOptions {
  /** Longest string, in bytes, that is passed on. */
  readonly maxStringBytes: number
  /** Called with each complete reply before its end is passed on; what it throws ends the connection. */
  readonly accept: (shape: ReplyShape) => void
}

/** Elements of one array, and of all arrays of one reply: the client's decoder makes room for as many as an array promises. */
const MAX_ARRAY = 131_072
const MAX_ELEMENTS = 1_048_576
/** EXEC, rows, a row, its fields: four levels are in use. */
const MAX_DEPTH = 8
/** Status, error, integer and length lines. */
const MAX_LINE_BYTES = 16_384
/** All strings of one reply together, unless one alone may be longer. */
const MAX_REPLY_BYTES = 64 * 1024 * 1024
const SHAPED_ELEMENTS = 4
const MAX_WORD_BYTES = 16
/** More characters than any length or integer has. */
const LONGEST_NUMBER = 24
const STRING = 0x24
const INTEGER = 0x3a
const STATUS = 0x2b
const ERROR = 0x2d
const ARRAY = 0x2a
const CR = 0x0d
const LF = 0x0a
const EMPTY_STRING = Buffer.from('$0\r\n')
const NO_REDIS = 'is this the port of a Redis, with TLS at both ends or at neither?'

/**
 * Reads the framing of RESP2 (https://redis.io/docs/latest/develop/reference/protocol-spec/) ahead of the client's decoder, which
 * trusts every length and every type. A string that is too long is passed on as an empty one, and its bytes are dropped as they
 * come. Anything else that is malformed or too large ends the connection.
 */
export class ReplyFilter {
  readonly #options: ReplyFilterOptions
  /** A line whose end has not come yet. */
  #held: Buffer | undefined
  /** Bytes of the present string, and those that are left of it. */
  #length = 0
  #payload = 0
  #isDropping = false
  /** Whether the next line is the empty one that ends a string. */
  #endsString = false
  /** Elements that are left of each open array, the innermost last. */
  readonly #open: number[] = []
  #elements = 0
  #bytes = 0
  #types = ''
  #word = ''

  constructor(options: ReplyFilterOptions) {
    this.#options = options
  }

  /** Length of the string that has begun and has not ended; 0 between strings. */
  get arrivingBytes(): number {
    return this.#payload > 0 ? this.#length : 0
  }

  /**
   * Calls `pass` with the bytes of the chunk that the decoder may read.
   *
   * @throws {RedisUnavailable} of the code `PROTOCOL` for bytes that are no reply, or too large a one; whatever `accept` throws
   */
  write(chunk: Buffer, pass: (bytes: Buffer) => void): void {
    const bytes = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk])
    this.#held = undefined
    let passed = 0
    let at = 0
    const passUpTo = (end: number): void => {
      if (end > passed) pass(passed === 0 && end === bytes.length ? bytes : bytes.subarray(passed, end))
      passed = end
    }
    try {
      while (at < bytes.length) {
        if (this.#payload > 0) {
          const end = Math.min(at + this.#payload, bytes.length)
          if (this.#isDropping) {
            passUpTo(at)
            passed = end
          } else if (this.#isWord) this.#word += bytes.toString('latin1', at, end)
          this.#payload -= end - at
          at = end
          continue
        }
        const end = lineEnd(bytes, at)
        if (end === undefined) {
          this.#held = bytes.subarray(at)
          passUpTo(at)
          return
        }
        const dropped = this.#readLine(bytes, at, end)
        if (dropped) {
          passUpTo(at)
          pass(EMPTY_STRING)
          passed = end + 2
        }
        at = end + 2
      }
    } catch (cause) {
      passUpTo(at)
      throw cause
    }
    passUpTo(bytes.length)
  }

  /** Whether the present string is the first element of the reply, and short. */
  get #isWord(): boolean {
    return this.#types === '*$' && this.#open.length === 1 && this.#word.length + this.#payload <= MAX_WORD_BYTES
  }

  /** Returns whether the line begins a string that is too long. */
  #readLine(bytes: Buffer, at: number, end: number): boolean {
    if (this.#endsString) {
      if (end !== at) throw broken('a string of another length than it promises')
      this.#endsString = false
      this.#isDropping = false
      this.#complete()
      return false
    }
    const type = bytes[at]
    const number = (): string => bytes.toString('latin1', at + 1, Math.min(end, at + 1 + LONGEST_NUMBER))
    switch (type) {
      case STRING:
        return this.#beginString(number())
      case ARRAY:
        return this.#beginArray(number())
      case INTEGER:
        if (!/^[+-]?\d{1,19}$/.test(number())) throw broken('a malformed integer')
        return this.#take(':')
      case STATUS:
        return this.#take('+')
      case ERROR:
        return this.#take('-')
      default:
        throw broken(`the byte 0x${type?.toString(16).padStart(2, '0')} where a reply begins (${NO_REDIS})`)
    }
  }

  #beginString(line: string): boolean {
    if (line === '-1') return this.#take('_')
    const length = lengthOf(line)
    this.#note('$')
    this.#length = length
    this.#payload = length
    this.#endsString = true
    this.#isDropping = length > this.#options.maxStringBytes
    if (this.#isDropping) return true
    this.#bytes += length
    if (this.#bytes > Math.max(MAX_REPLY_BYTES, this.#options.maxStringBytes))
      throw broken(`a reply of ${this.#bytes} bytes or more`)
    return false
  }

  #beginArray(line: string): boolean {
    if (line === '-1') return this.#take('_')
    const length = lengthOf(line)
    if (length > MAX_ARRAY) throw broken(`an array of ${line} elements, more than ${MAX_ARRAY}`)
    this.#elements += length
    if (this.#elements > MAX_ELEMENTS) throw broken(`a reply of more than ${MAX_ELEMENTS} elements`)
    this.#note('*')
    if (length === 0) this.#complete()
    else if (this.#open.push(length) > MAX_DEPTH) throw broken(`arrays within arrays, more than ${MAX_DEPTH} deep`)
    return false
  }

  /** A value that is one line. */
  #take(type: ':' | '+' | '-' | '_'): false {
    this.#note(type)
    this.#complete()
    return false
  }

  #note(type: string): void {
    if (this.#open.length < 2 && this.#types.length <= SHAPED_ELEMENTS) this.#types += type
  }

  /** A value has ended, and with it each array of which it is the last element. */
  #complete(): void {
    for (let last = this.#open.length - 1; last >= 0; last--) {
      const left = (this.#open[last] ?? 0) - 1
      this.#open[last] = left
      if (left > 0) return
      this.#open.pop()
    }
    const shape = { types: this.#types, word: this.#word }
    this.#types = ''
    this.#word = ''
    this.#elements = 0
    this.#bytes = 0
    this.#options.accept(shape)
  }
}

/** Where the CR LF begins that ends a line; `undefined` where it has not come yet. */
const lineEnd = (bytes: Buffer, at: number): number | undefined => {
  const end = bytes.indexOf(CR, at)
  const length = (end < 0 ? bytes.length : end) - at
  if (length > MAX_LINE_BYTES) throw broken(`a line of more than ${MAX_LINE_BYTES} bytes`)
  if (end < 0 || end + 1 === bytes.length) return undefined
  if (bytes[end + 1] !== LF) throw broken('a line without its end')
  return end
}

const lengthOf = (line: string): number => {
  if (!/^\d{1,15}$/.test(line)) throw broken('a malformed length')
  return Number(line)
}

const broken = (what: string): RedisUnavailable =>
  new RedisUnavailable(`protocol error: expected a reply of RESP2, got ${what}`, 'PROTOCOL')
