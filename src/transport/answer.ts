import { ResponseValidationError } from '../error/validation-errors.ts'
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
  /** `undefined` where there is no body, and for an error with more of it than is read. */
  readonly body: string | Uint8Array<ArrayBuffer> | undefined
}

/** How much of a success is read, and as what. */
export interface ReadingBounds {
  /** In bytes, after decompression. */
  readonly maxBytes: number
  readonly readAs: TransportRequest['readAs']
}

/** Whose answer it is, for errors. */
export interface Subject {
  readonly operation: string
  readonly requestId: string
  readonly attempts: number
}

export const isSuccess = (status: number): boolean => status >= 200 && status < 300

/**
 * Reads the body to its end. Rejects with whatever cuts that of a success off, and with a `ResponseValidationError` where it is larger
 * than what is read.
 */
export const readAnswer = async (response: Response, { maxBytes, readAs }: ReadingBounds, subject: Subject): Promise<Answer> => {
  const { status, statusText, headers } = response
  const head = { status, statusText, headers }
  if (EMPTY_STATUSES.has(status)) return { ...head, body: undefined }
  if (!isSuccess(status)) return { ...head, body: await readProblem(response, Math.min(maxBytes, MAX_PROBLEM_BYTES)) }
  const bytes = await readUpTo(response, maxBytes)
  if (bytes === undefined) throw refuse(status, subject, `expected at most ${maxBytes} bytes, got more`)
  return { ...head, body: readAs?.(status) === 'bytes' ? new Uint8Array(bytes) : new TextDecoder().decode(bytes) }
}

/** The status of an error says most of it: where its body cannot be read, it has none. */
const readProblem = (response: Response, maxBytes: number): Promise<string | undefined> =>
  readUpTo(response, maxBytes).then((bytes) => bytes?.toString(), () => undefined)

/** Leaving the loop closes the connection, so no more than the bound is ever held. */
const readUpTo = async (response: Response, maxBytes: number): Promise<Buffer | undefined> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

const refuse = (status: number, { operation, requestId, attempts }: Subject, message: string): ResponseValidationError =>
  new ResponseValidationError(operation, status, requestId, [{ path: 'body', message }], attempts)

/** The answer as `fetch` would have given it, for middleware. */
export const toResponse = ({ body, ...head }: Answer): Response => new Response(body === '' ? null : body ?? null, head)

/** The body of a success as its caller wants it, `undefined` where there is none. */
export const bodyOf = (answer: Answer, readAs: TransportRequest['readAs'], subject: Subject): unknown => {
  const { status, headers, body } = answer
  if (body === undefined) return undefined
  if ((readAs?.(status) ?? 'json') !== 'json') return body
  if (body === '') return undefined
  if (!isJson(headers)) throw refuse(status, subject, `expected JSON, got ${headers.get('content-type') ?? 'no content type'}`)
  const parsed = jsonOf(answer)
  if (parsed === undefined) throw refuse(status, subject, `expected JSON, got ${body.length} characters that are none`)
  return parsed
}

const isJson = (headers: Headers): boolean => JSON_TYPE.test(headers.get('content-type') ?? '')

/** The JSON of an answer, `undefined` where it has none. */
export const jsonOf = ({ headers, body }: Answer): unknown => {
  if (typeof body !== 'string' || !isJson(headers)) return undefined
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
