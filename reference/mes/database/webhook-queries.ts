import { randomBytes, randomUUID } from 'node:crypto'
import type { Connection } from '../../shared/database/sqlite.ts'
import { commitInstant, type CommitInstant } from '../../shared/orders/commit.ts'
import { iso } from '../../shared/orders/row.ts'
import type { NewSubscription, Subscription, SubscriptionRequest, WebhookEvent } from '../webhooks/subscription.ts'
import type { Intent } from './answers.ts'
import { create, type Creation } from './creation.ts'

const MOST_SUBSCRIPTIONS = 20

export const WEBHOOKS = `
  CREATE TABLE webhooks (
    id TEXT PRIMARY KEY, partner_id TEXT NOT NULL, url TEXT NOT NULL, events TEXT NOT NULL, secret TEXT NOT NULL,
    created_at INTEGER NOT NULL
  );
  CREATE INDEX webhooks_by_partner ON webhooks (partner_id, created_at, id)`

export interface NewWebhook {
  readonly intent: Intent
  readonly partnerId: string
  readonly request: SubscriptionRequest
  readonly now: number
}

/** Where messages of a subscription go, and what they are signed with. */
export interface WebhookTarget {
  readonly url: string
  readonly secret: string
}

export type WebhookQueries = {
  /** `validation-failed` when the partner has as many as it may have. */
  readonly createWebhook: (query: NewWebhook) => Creation<NewSubscription, 'validation-failed'>
  readonly listWebhooks: (query: { readonly partnerId: string }) => readonly Subscription[]
  /** Null when the partner has no such subscription. */
  readonly deleteWebhook: (query: {
    readonly id: string
    readonly partnerId: string
  }) => { readonly commit: CommitInstant } | null
  /** Subscriptions of the partner whose order or quote it is. */
  readonly findSubscribers: (query: { readonly event: WebhookEvent; readonly id: string }) => readonly Pick<Subscription, 'id'>[]
  readonly getWebhookTarget: (query: { readonly id: string }) => WebhookTarget | null
}

export function webhookQueries(connection: Connection): WebhookQueries {
  return {
    createWebhook: (query) => createWebhook(connection, query),
    listWebhooks: ({ partnerId }) => list(connection, partnerId),
    deleteWebhook({ id, partnerId }) {
      const { changes } = connection.prepare('DELETE FROM webhooks WHERE id = ? AND partner_id = ?').run(id, partnerId)
      return changes === 0 ? null : { commit: commitInstant() }
    },
    findSubscribers({ event, id }) {
      const owner =
        event === 'order.changed' ? 'SELECT partner_id FROM orders WHERE id = ?' : 'SELECT owner FROM quotes WHERE id = ?'
      const rows = connection.prepare(`SELECT * FROM webhooks WHERE partner_id = (${owner}) ORDER BY created_at, id`).all(id)
      return rows
        .map(shown)
        .filter(({ events }) => events.includes(event))
        .map((subscription) => ({ id: subscription.id }))
    },
    getWebhookTarget({ id }) {
      const row = connection.prepare('SELECT url, secret FROM webhooks WHERE id = ?').get(id)
      return row === undefined ? null : { url: String(row['url']), secret: String(row['secret']) }
    },
  }
}

function createWebhook(
  connection: Connection,
  { intent, partnerId, request, now }: NewWebhook,
): Creation<NewSubscription, 'validation-failed'> {
  return create<NewSubscription, 'validation-failed'>(connection, intent, now, () => {
    if (list(connection, partnerId).length >= MOST_SUBSCRIPTIONS) return { outcome: 'refused', refusal: 'validation-failed' }
    const subscription = {
      id: `whs_${randomUUID().replaceAll('-', '')}`,
      url: request.url,
      events: request.events,
      createdAt: iso(now),
    }
    const secret = `whsec_${randomBytes(32).toString('base64')}`
    connection
      .prepare('INSERT INTO webhooks (id, partner_id, url, events, secret, created_at) VALUES (?, ?, ?, ?, ?, ?)')
      .run(subscription.id, partnerId, request.url, JSON.stringify(request.events), secret, now)
    return { outcome: 'created', answer: { status: 201, body: { ...subscription, secret } } }
  })
}

function list(connection: Connection, partnerId: string): readonly Subscription[] {
  return connection.prepare('SELECT * FROM webhooks WHERE partner_id = ? ORDER BY created_at, id').all(partnerId).map(shown)
}

function shown(row: Readonly<Record<string, unknown>>): Subscription {
  return {
    id: String(row['id']),
    url: String(row['url']),
    events: JSON.parse(String(row['events'])) as readonly WebhookEvent[],
    createdAt: iso(Number(row['created_at'])),
  }
}
