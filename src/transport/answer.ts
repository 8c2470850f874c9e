import { ResponseValidationError } from '../error/validation-errors.ts'
import { decodeUtf8, type JsonBounds, mayBeParsed } from '../foundation/json-text.ts'
import type { TransportRequest } from './transport.ts'

const EMPTY_STATUSES: ReadonlySet<number> = new Set([204, 205, 304])
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i
/** Of an error, that is enough for any explanation. */
const MAX_PROBLEM_BYTES = 1024 * 1024

/** What an attempt brought back, read to its end. */
export interface Answer {
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  /** The body as it came, without its compression; `undefined` where there is none, and for an error with more of it than is read. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined
  /** The same, as a text unless bytes were asked for. */
  readonly body: string | Uint8Array<ArrayBuffer> | undefined
  /** Whether its body is JSON by its content type, and has no more levels and values than may be parsed. */
  readonly isJson: boolean
}

/** How much of a success is read, and as what. */
export interface ReadingBounds {
  /** In bytes, after decompression. */
  readonly maxBytes: number
  readonly json: Required<JsonBounds>
  readonly readAs: TransportRequest['readAs']
}

/** Whose answer it is, for errors. */
export interface Subject {
  readonly api: string | undefined
  readonly operation: string
  readonly requestId: string
  readonly attempts: number
}

export const isSuccess = (status: number): boolean => status >= 200 && status < 300

/**
 * Reads the body to its end. Rejects with the error that cuts that of a success off, and with a `ResponseValidationError` where it is
 * larger than what is read, or no text in its encoding. Of an error, whose status and code matter most, such bytes are replaced.
 */
export const readAnswer = async (
  response: Response,
  { maxBytes, json, readAs }: ReadingBounds,
  subject: Subject,
): Promise<Answer> => {
  const { status, statusText, headers } = response
  const head = { status, statusText, headers }
  const isSmall = (bytes: Uint8Array): boolean => saysJson(headers) && mayBeParsed(bytes, json)
  if (EMPTY_STATUSES.has(status)) return { ...head, bytes: undefined, body: undefined, isJson: false }
  if (!isSuccess(status)) {
    const bytes = await readProblem(response, Math.min(maxBytes, MAX_PROBLEM_BYTES))
    return { ...head, bytes, body: bytes && new TextDecoder().decode(bytes), isJson: bytes !== undefined && isSmall(bytes) }
  }
  const bytes = await readUpTo(response, maxBytes)
  if (bytes === undefined) throw refuse(status, subject, `expected at most ${maxBytes} bytes, got more`)
  const as = readAs?.(status) ?? 'json'
  if (as === 'bytes') return { ...head, bytes, body: new Uint8Array(bytes), isJson: false }
  const body =
    as === 'text' ? decodeText(bytes, headers) : saysJson(headers) ? decodeUtf8(bytes) : new TextDecoder().decode(bytes)
  if (body === undefined)
    throw refuse(
      status,
      subject,
      `expected ${as === 'text' ? `text in ${charsetOf(headers)}` : 'JSON in UTF-8'}, got ${bytes.length} bytes that are none`,
    )
  return { ...head, bytes, body, isJson: isSmall(bytes) }
}

/** JSON is UTF-8 whatever its content type says (RFC 8259, section 8.1); a text is what its content type says. Some servers quote with '. */
const charsetOf = (headers: Headers): string =>
  /;\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(headers.get('content-type') ?? '')?.[1] ?? 'utf-8'

/** `undefined` where the bytes are no text in their encoding. */
const decodeText = (bytes: Uint8Array, headers: Headers): string | undefined => {
  try {
    return decoderOf(charsetOf(headers)).decode(bytes)
  } catch {
    return undefined
  }
}

/** An encoding that nobody knows, such as `utf8mb4`, is taken for UTF-8. */
const decoderOf = (charset: string): InstanceType<typeof TextDecoder> => {
  try {
    return new TextDecoder(charset, { fatal: true })
  } catch {
    return new TextDecoder('utf-8', { fatal: true })
  }
}

const saysJson = (headers: Headers): boolean => JSON_TYPE.test(headers.get('content-type') ?? '')

/** The status of an error says most of it: where its body cannot be read, it has none. */
const readProblem = (response: Response, maxBytes: number): Promise<Buffer<ArrayBuffer> | undefined> =>
  readUpTo(response, maxBytes).catch(() => undefined)

/** Leaving the loop closes the connection, so no more than the bound is ever held. */
const readUpTo = async (response: Response, maxBytes: number): Promise<Buffer<ArrayBuffer> | undefined> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

const refuse = (status: number, { api, operation, requestId, attempts }: Subject, message: string): ResponseValidationError =>
  new ResponseValidationError(operation, status, requestId, [{ path: 'body', message }], attempts, api)

/** The answer as `fetch` would have given it, for middleware. */
export const toResponse = ({ bytes, status, statusText, headers }: Omit<Answer, 'body' | 'isJson'>): Response =>
  new Response(bytes === undefined || bytes.length === 0 ? null : bytes, { status, statusText, headers })

/** The body of a success as its caller wants it, `undefined` where there is none. */
export const bodyOf = (answer: Answer, { readAs, json }: Pick<ReadingBounds, 'readAs' | 'json'>, subject: Subject): unknown => {
  const { status, headers, body } = answer
  if (body === undefined) return undefined
  if ((readAs?.(status) ?? 'json') !== 'json') return body
  if (body === '') return undefined
  if (!saysJson(headers)) throw refuse(status, subject, `expected JSON, got ${headers.get('content-type') ?? 'no content type'}`)
  if (!answer.isJson)
    throw refuse(
      status,
      subject,
      `expected JSON of at most ${json.maxLevels} levels (maxResponseLevels) and ${json.maxValues} values (maxResponseValues), got more`,
    )
  const parsed = jsonOf(answer)
  if (parsed === undefined) throw refuse(status, subject, `expected JSON, got ${body.length} characters that are none`)
  return parsed
}

/** The JSON of an answer, `undefined` where it has none. */
export const jsonOf = ({ body, isJson: mayParse }: Answer): unknown => {
  if (typeof body !== 'string' || !mayParse) return undefined
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
