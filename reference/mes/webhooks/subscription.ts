export const WEBHOOK_EVENTS = ['order.changed', 'quote.changed'] as const

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

/** Where to send messages, and which. */
export interface SubscriptionRequest {
  readonly url: string
  readonly events: readonly WebhookEvent[]
}

/** A partner's subscription as the API shows it. */
export interface Subscription extends SubscriptionRequest {
  readonly id: string
  readonly createdAt: string
}

export interface NewSubscription extends Subscription {
  /** `whsec_` and the base64 of the bytes that messages are signed with. */
  readonly secret: string
}

/** An event, as a subscriber is told of it. */
export interface WebhookMessage {
  readonly type: WebhookEvent
  readonly timestamp: string
  readonly data: {
    readonly id: string
    readonly status: string
    readonly previousStatus: string | null
    readonly version: number
    readonly tags: readonly string[]
  }
}
