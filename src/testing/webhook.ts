import { createHmac, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { refuseOption } from '../error/configuration-error.ts'
import { parseOptions } from '../error/options.ts'
import type { components } from '../generated/mes/openapi.ts'

type WebhookMessage = components['schemas']['WebhookMessage']

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

/** What a message says of an order or a quote. */
export type WebhookSubject = WebhookMessage['data']

/**
 * Signs a message as Standard Webhooks has it, at the time of the process: a handler compares the timestamp with its own clock.
 *
 * @throws {ConfigurationError} for bad options
 */
export const signWebhook = (type: WebhookEvent, data: WebhookSubject, now: Date, options: WebhookOptions = {}): SignedRequest => {
  const { secret } = parseOptions(optionsSchema, options)
  const id = `msg_${randomUUID()}`
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  const body = JSON.stringify({ type, timestamp: now.toISOString(), data } satisfies WebhookMessage)
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  }
}

/** @throws {ConfigurationError} */
export const subjectOf = (type: string): 'order' | 'quote' => {
  if (type === 'order.changed') return 'order'
  if (type === 'quote.changed') return 'quote'
  throw refuseOption('event', type, "'order.changed' or 'quote.changed'")
}
