import { describe, expect, test } from 'vitest'
import { killWriter, killWriterOfLostHold, TTL_MS } from './dead-writer.ts'

/** What a lifetime may be exceeded by on its way through Redis: the delays of a load, a fill and a promotion. */
const SLACK_MS = 1_500

describe.concurrent('what a writer changed that was killed between its commit and its invalidation', () => {
  test('is never read from before the commit, with a hold, and is cached again after its lease', async () => {
    const { stale, freshFromCache } = await killWriter(true)
    expect(stale).toBe(0)
    expect(freshFromCache).toBeGreaterThan(0)
  })

  test('is never read from before the commit by a process that joined when the hash of holds was lost', async () => {
    const { stale, freshFromCache } = await killWriterOfLostHold()
    expect(stale).toBe(0)
    expect(freshFromCache).toBeGreaterThan(0)
  })

  test('is read from before the commit, without a hold, until the lifetime of the entry ends', async () => {
    const { stale, lastStaleMs, freshFromCache } = await killWriter(false)
    expect(stale).toBeGreaterThan(0)
    expect(lastStaleMs).toBeLessThan(TTL_MS + SLACK_MS)
    expect(freshFromCache).toBeGreaterThan(0)
  })
})
