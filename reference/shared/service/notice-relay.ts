import type { Database } from '../database/database.ts'
import type { OrderQueries } from '../orders/queries.ts'
import type { Peer } from './peer.ts'

const BATCH = 100
const FIRST_RETRY_MS = 100
const LONGEST_RETRY_MS = 5_000

/** Delivers the notices of the outbox to the other server, each at least once, when they are due. */
export interface NoticeRelay {
  /** Looks at the outbox: after a commit, or when the other server has become known. */
  wake(): void
  close(): Promise<void>
}

/** While the other server is not known, the notices wait. */
export function startNoticeRelay({ ask }: Pick<Database<OrderQueries>, 'ask'>, peer: Pick<Peer, 'known' | 'tell'>): NoticeRelay {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let woken = false
  let closed = false
  let failures = 0

  const schedule = (delayMs: number): void => {
    clearTimeout(timer)
    if (!closed) timer = setTimeout(wake, delayMs)
  }

  const drain = async (): Promise<void> => {
    woken = false
    const { notices, nextDueAt } = await ask.dueNotices({ now: Date.now(), limit: BATCH })
    const outcomes = await Promise.allSettled(
      notices.map(async ({ id, notice }) => {
        await peer.tell(notice)
        await ask.deleteNotice({ id })
      }),
    )
    const failed = outcomes.some(({ status }) => status === 'rejected')
    failures = failed ? failures + 1 : 0
    if (failed) return schedule(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)))
    if (nextDueAt !== null) schedule(Math.max(0, nextDueAt - Date.now()))
  }

  const wake = (): void => {
    woken = true
    if (running !== undefined || closed || !peer.known()) return
    running = drain()
      .catch((error: unknown) => {
        console.error('The outbox could not be read:', error)
        schedule(LONGEST_RETRY_MS)
      })
      .finally(() => {
        running = undefined
        if (woken) wake()
      })
  }

  wake()
  return {
    wake,
    async close() {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}
