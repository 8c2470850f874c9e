import type { WebhookMessage } from '../generated/mes/index.ts'
import type { WebhooksResource } from '../generated/mes/resources.ts'
import { webhookMessageSchema } from '../generated/mes/schemas.ts'
import type { CallContext } from '../operation/call-context.ts'
import { Receiver } from '../webhook/receive.ts'
import { type UnwrapOptions, unwrapMessage, type WebhookHeaders } from '../webhook/unwrap.ts'

/** The secret of a subscription (`whsec_` and base64), or several while one replaces another. */
export type WebhookSecret = string | readonly string[]

/** Options of `receive`. */
export interface ReceiveOptions extends UnwrapOptions {
  /**
   * Called with a message that is new, after its tags were invalidated and before it is remembered. Where it throws or rejects, `receive`
   * rejects with the same error, and the next delivery of the message calls it again. Default: none.
   */
  readonly handle?: ((message: WebhookMessage) => unknown) | undefined
}

/** Subscriptions to messages of the MES API, and the messages. */
export interface ReceivingWebhooks extends WebhooksResource {
  /**
   * Returns the message of a request that MES has sent: its signature, its time and its content were checked.
   *
   * @param body the bytes as they were received, before they are parsed
   * @param headers of the request, as `fetch`, `node:http`, Fastify and Express give them
   * @param secret of the subscription; several while one replaces another
   * @throws {WebhookError} with `code` `signature`, `timestamp` or `payload`; `ConfigurationError` for bad arguments
   *
   * @example
   * const message = sdk.mes.webhooks.unwrap(body, request.headers, secret)
   * if (message.type === 'order.changed') console.log(message.data.status)
   */
  unwrap(body: string | Uint8Array, headers: WebhookHeaders, secret: WebhookSecret, options?: UnwrapOptions): WebhookMessage
}

/** What an SDK does with a request that MES has sent. */
export type Receive = (
  body: string | Uint8Array,
  headers: WebhookHeaders,
  secret: WebhookSecret,
  options?: ReceiveOptions,
) => Promise<WebhookMessage | undefined>

/** Checks messages of the MES API, by the clock of the client. */
export const createUnwrap =
  ({ cache: { clock } }: CallContext) =>
  (body: unknown, headers: unknown, secret: unknown, options: UnwrapOptions | undefined) =>
    unwrapMessage(webhookMessageSchema, body, headers, secret, options, clock.wallNow())

/** Takes messages of the MES API: each once, and none that is older than one taken before. */
export const createReceive = (context: CallContext): Receive => {
  const { cache, owner, mustBeOpen, commands } = context
  const unwrap = createUnwrap(context)
  const receiver = new Receiver<WebhookMessage>({ api: 'mes', owner, claims: cache.claims, coherence: cache.coherence })
  return async (body, headers, secret, { handle, ...options } = {}) => {
    mustBeOpen()
    return commands.track(receiver.take(unwrap(body, headers, secret, options), handle))
  }
}
