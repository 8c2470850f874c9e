import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { refuseOption } from '../error/configuration-error.ts'
import { parseOptions } from '../error/options.ts'
import { createClock } from '../foundation/clock.ts'
import type { WebhookMessage } from '../generated/mes/index.ts'
import { signMessage } from '../webhook/signature.ts'

/** What a subscriber is told of. */
export type WebhookEvent = WebhookMessage['type']

/** Options of `kit.webhook`. */
export interface WebhookOptions {
  /** The subscription's secret: `whsec_` and base64. Default: `kit.webhookSecret`. */
  readonly secret?: string
}

/** A request as MES sends it to a subscriber. */
export interface SignedRequest {
  readonly method: 'POST'
  readonly headers: Readonly<Record<string, string>>
  /** The bytes that were signed. */
  readonly body: string
}

/** The secret that a kit signs with where the test names none. */
export const WEBHOOK_SECRET = `whsec_${Buffer.from('the secret of every test kit').toString('base64')}`

const SECRET = 'whsec_ and base64'
const optionsSchema = z.strictObject({
  secret: z
    .string(SECRET)
    .regex(/^whsec_[A-Za-z0-9+/]+=*$/, SECRET)
    .default(WEBHOOK_SECRET),
})

/** Options of `signTestMessage`. */
export interface SignOptions extends WebhookOptions {
  /** `webhook-id` of the message, the same in each of its deliveries. Default: a random one. */
  readonly id?: string
  /** When it is sent: a date, or milliseconds since 1970. Default: now. */
  readonly sentAt?: Date | number
}

const signSchema = optionsSchema.extend({
  id: z.string().min(1).max(128).optional(),
  sentAt: z.union([z.date(), z.number()]).optional(),
})

/**
 * Returns a message as MES sends it, signed as Standard Webhooks has it.
 *
 * @param message such as `build.mes.orderChanged({ data: { id, status: 'SHIPPED' } })`, or any value that the handler is to refuse
 * @throws {ConfigurationError} for bad options
 *
 * @example
 * const { headers, body } = signTestMessage(build.mes.orderChanged(), { secret })
 * await fetch(url, { method: 'POST', headers, body })
 */
export const signTestMessage = (message: unknown, options: SignOptions = {}): SignedRequest => {
  const { secret, id = `msg_${randomUUID()}`, sentAt = createClock().wallNow() } = parseOptions(signSchema, options)
  const body = JSON.stringify(message)
  const signed = signMessage({ id, body, sentAt: Number(sentAt) }, secret)
  return { method: 'POST', headers: { 'content-type': 'application/json', ...signed }, body }
}

/** @throws {ConfigurationError} */
export const subjectOf = (type: string): 'order' | 'quote' => {
  if (type === 'order.changed') return 'order'
  if (type === 'quote.changed') return 'quote'
  throw refuseOption('event', type, "'order.changed' or 'quote.changed'")
}
