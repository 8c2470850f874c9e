import { randomUUID } from 'node:crypto'
import type { Database } from '../../shared/database/database.ts'
import type { TaggedWrite } from '../../shared/service/writes.ts'
import type { MesQueries } from '../database/queries.ts'
import { signedHeaders } from './signature.ts'
import type { WebhookEvent, WebhookMessage } from './subscription.ts'
import { refusalOfTarget } from './target.ts'

/** Options of the delivery of messages. */
export interface WebhookOptions {
  /** Hosts that messages may be sent to. A loopback one, such as `127.0.0.1`, may be sent them without TLS. Default none. */
  readonly hosts?: readonly string[]
  /** Attempts to deliver a message. Default 5. */
  readonly attempts?: number
  /** Pause before the second attempt, in milliseconds; each next one is twice as long. Default 1,000. */
  readonly firstRetryMs?: number
}

const AT_A_TIME = 8
const MOST_WAITING = 1_000
const TIMEOUT_MS = 5_000

/** The messages to subscribers: a bounded queue in memory, each message attempted a few times. */
export interface Deliveries {
  /** Tells the subscribers of what was written, in the background. */
  announce(write: TaggedWrite): void
  /** Drops what waits and what is under way. */
  close(): Promise<void>
}

interface Delivery {
  readonly messageId: string
  readonly subscriptionId: string
  readonly body: string
  readonly attempt: number
}

export function startDeliveries({ ask }: Pick<Database<MesQueries>, 'ask'>, options: WebhookOptions = {}): Deliveries {
  const { hosts = [], attempts = 5, firstRetryMs = 1_000 } = options
  const closing = new AbortController()
  const queue: Delivery[] = []
  const retries = new Set<NodeJS.Timeout>()
  const running = new Set<Promise<unknown>>()

  const track = (work: Promise<unknown>): void => {
    const tracked = work
      .catch((error: unknown) => {
        if (!closing.signal.aborted) console.error('A webhook could not be sent:', error)
      })
      .finally(() => {
        running.delete(tracked)
        next()
      })
    running.add(tracked)
  }
  const enqueue = (delivery: Delivery): void => {
    if (closing.signal.aborted) return
    if (queue.length + retries.size >= MOST_WAITING)
      return console.error(`Message ${delivery.messageId} is dropped: too many are waiting`)
    queue.push(delivery)
    next()
  }
  const next = (): void => {
    if (closing.signal.aborted || running.size >= AT_A_TIME) return
    const delivery = queue.shift()
    if (delivery !== undefined) track(deliver(delivery))
  }
  const retryLater = (delivery: Delivery): void => {
    if (closing.signal.aborted) return
    if (delivery.attempt >= attempts) return console.error(`Message ${delivery.messageId} is given up after ${attempts} attempts`)
    const timer = setTimeout(
      () => {
        retries.delete(timer)
        enqueue({ ...delivery, attempt: delivery.attempt + 1 })
      },
      firstRetryMs * 2 ** (delivery.attempt - 1),
    )
    retries.add(timer)
  }
  const deliver = async (delivery: Delivery): Promise<void> => {
    const target = await ask.getWebhookTarget({ id: delivery.subscriptionId })
    // The subscription has ended meanwhile.
    if (target === null) return
    if (refusalOfTarget(target.url, hosts) !== null)
      return console.error(`Message ${delivery.messageId} is dropped: its host is allowed no longer`)
    const headers = signedHeaders(delivery.messageId, delivery.body, target.secret, Date.now())
    if (!(await post(target.url, delivery.body, headers, closing.signal))) retryLater(delivery)
  }
  const tell = async (event: WebhookEvent, write: TaggedWrite): Promise<void> => {
    const body = JSON.stringify(messageOf(event, write))
    const subscribers = await ask.findSubscribers({ event, id: write.id })
    for (const { id } of subscribers) enqueue({ messageId: `msg_${randomUUID()}`, subscriptionId: id, body, attempt: 1 })
  }

  return {
    announce(write) {
      const event = eventOf(write)
      if (event !== null && !closing.signal.aborted) track(tell(event, write))
    },
    async close() {
      closing.abort()
      queue.length = 0
      for (const timer of retries) clearTimeout(timer)
      await Promise.all(running)
    },
  }
}

function eventOf({ kind }: TaggedWrite): WebhookEvent | null {
  if (kind === 'order') return 'order.changed'
  return kind === 'quote' ? 'quote.changed' : null
}

function messageOf(type: WebhookEvent, { id, status, previousStatus, version, tags, commit }: TaggedWrite): WebhookMessage {
  return { type, timestamp: new Date(commit.wall).toISOString(), data: { id, status, previousStatus, version, tags } }
}

/** Whether the subscriber took the message. A redirect is no answer: it could lead where no message may go. */
async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  closing: AbortSignal,
): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
