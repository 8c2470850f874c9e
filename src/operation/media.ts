import { z } from 'zod'
import type { Json } from '../key/json.ts'
import type { MediaAnswer, OperationDefinition, ResponseMap } from './definition.ts'
import { parseDateTime } from '../foundation/duration.ts'

/** Bytes to send as a body. A stream is sent once: it cannot be repeated. */
export type BinaryBody = Uint8Array<ArrayBuffer> | ArrayBuffer | Blob | ReadableStream<Uint8Array>

/** Bytes to send as a part of a form. A `File` has a name. */
export type BinaryPart = Uint8Array<ArrayBuffer> | Blob

const isBytes = (value: unknown): value is BinaryPart => value instanceof Uint8Array || value instanceof Blob

/** A schema of bytes that are a part of a form. */
export const binaryPart: z.ZodType<BinaryPart, BinaryPart> = z.custom<BinaryPart>(
  isBytes,
  'expected a Uint8Array, a Blob or a File',
)

/** A schema of bytes that are a body. */
export const binaryBody: z.ZodType<BinaryBody, BinaryBody> = z.custom<BinaryBody>(
  (value) => isBytes(value) || value instanceof ArrayBuffer || value instanceof ReadableStream,
  'expected a Uint8Array, an ArrayBuffer, a Blob or a ReadableStream',
)

const JSON_TYPES: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'object'])

/** A schema of any JSON value, for what a document leaves open. What is inside is not looked at. */
export const json: z.ZodType<Json, Json> = z.custom<Json>((value) => JSON_TYPES.has(typeof value), 'expected a JSON value')

const DATE_TIME = 'expected a date-time of RFC 3339, such as 2025-03-02T08:15:00Z'

/** A schema of a date-time of RFC 3339, in full: leap seconds, letters in lower case and any number of digits included. */
export const dateTime = (): z.ZodString => z.string().refine((text) => parseDateTime(text) !== undefined, DATE_TIME)

/** What a map of answers has for a status code: under the code itself, else for all successes, else by default. */
export const answerFor = <Entry>(answers: ResponseMap<Entry>, status: number): Entry | undefined => {
  if (answers[status] !== undefined) return answers[status]
  const range = status >= 200 && status < 300 ? answers['2XX'] : undefined
  return range === undefined ? answers.default : range
}

/** How the body of an answer is read: as JSON, unless the operation says something else. */
export const readAs = ({ media }: OperationDefinition, status: number): 'json' | MediaAnswer['as'] =>
  media === undefined ? 'json' : (answerFor(media, status)?.as ?? 'json')

/** Whether an answer of the operation may be bytes, which are never cached. */
export const answersBytes = ({ media }: OperationDefinition): boolean =>
  media !== undefined && Object.values(media).some((answer) => answer?.as === 'bytes')

/** What to accept: the types of the answers, and JSON, in which errors come. */
export const acceptOf = ({ media }: OperationDefinition): string =>
  media === undefined
    ? 'application/json'
    : [...new Set(Object.values(media).map((answer) => answer?.type ?? '*/*')), 'application/json'].join(', ')
