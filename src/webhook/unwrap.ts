import { z } from 'zod'
import { ConfigurationError, refuseOption } from '../error/configuration-error.ts'
import { durationOption, parseOptions } from '../error/options.ts'
import { WebhookError } from '../error/webhook-error.ts'
import type { Duration } from '../foundation/duration.ts'
import { isSignedBy, keyOf } from './signature.ts'

/** Headers of a request, as `fetch`, `node:http`, Fastify and Express give them. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/** Options of `unwrap`. */
export interface UnwrapOptions {
  /** How far the time of a message may be from the time of this process, in both directions. Default: `5m`. */
  readonly tolerance?: Duration | undefined
}

/** A message whose signature, time and content were checked. */
export interface Unwrapped<Message> {
  /** The same in every delivery of the message. */
  readonly id: string
  readonly message: Message
}

const optionsSchema = z.strictObject({ tolerance: durationOption().default(300_000) })

/**
 * Checks who has sent a message, and when, and what it says.
 *
 * @param body the bytes as they were received: a body that was parsed and written again has another signature
 * @param secrets of the subscription; several while one replaces another
 * @throws {WebhookError} where the message is refused; `ConfigurationError` for bad arguments
 */
export const unwrapMessage = <Message>(
  schema: z.ZodType<Message>,
  body: unknown,
  headers: unknown,
  secrets: unknown,
  options: UnwrapOptions | undefined,
  now: number,
): Unwrapped<Message> => {
  const { tolerance } = parseOptions(optionsSchema, options ?? {})
  const bytes = bytesOf(body)
  const keys = keysOf(secrets)
  const read = readerOf(headers)
  const [id, timestamp, signatures] = [read('webhook-id'), read('webhook-timestamp'), read('webhook-signature')]
  if (!isSignedBy(keys, { id, timestamp, body: bytes }, signatures))
    throw new WebhookError('signature', 'webhook-signature: expected a signature made with one of the secrets, got none')
  checkTime(timestamp, now, tolerance)
  return { id, message: parseMessage(schema, bytes) }
}

const bytesOf = (body: unknown): string | Uint8Array => {
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  throw refuseOption('body', body, 'the body as it was received (a string, a Buffer or a Uint8Array), before it is parsed')
}

const keysOf = (secrets: unknown): readonly Buffer[] => {
  const given: readonly unknown[] = Array.isArray(secrets) ? secrets : [secrets]
  if (given.length === 0) throw new ConfigurationError('secret: expected one secret or several, got an empty array')
  return given.map(keyOf)
}

/** @throws {WebhookError} of a header that is missing, or there twice */
const readerOf = (headers: unknown): ((name: string) => string) => {
  if (typeof headers !== 'object' || headers === null) throw refuseOption('headers', headers, 'the headers of the request')
  const valueOf =
    headers instanceof Headers
      ? (name: string): unknown => headers.get(name)
      : (name: string): unknown => Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return (name) => {
    const value = valueOf(name)
    const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
    if (typeof one === 'string' && one.length > 0) return one
    throw new WebhookError(
      'signature',
      `${name}: expected a header with one value, got ${one === undefined || one === null ? 'none' : 'several'}`,
    )
  }
}

const checkTime = (timestamp: string, now: number, toleranceMs: number): void => {
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN
  const awayMs = now - seconds * 1_000
  if (Math.abs(awayMs) <= toleranceMs) return
  const away = Number.isNaN(awayMs)
    ? 'no number of seconds since 1970'
    : `a time ${Math.abs(Math.round(awayMs / 1_000))} s ${awayMs > 0 ? 'ago' : 'ahead'}`
  throw new WebhookError(
    'timestamp',
    `webhook-timestamp: expected a time at most ${toleranceMs / 1_000} s away, got ${away}; compare the clocks of sender and receiver`,
  )
}

const parseMessage = <Message>(schema: z.ZodType<Message>, body: string | Uint8Array): Message => {
  let value: unknown
  try {
    value = JSON.parse(typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (cause) {
    throw new WebhookError('payload', 'body: expected JSON in UTF-8', { cause })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new WebhookError('payload', `body.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not what the API describes'}`)
}
