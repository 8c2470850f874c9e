import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChildProgram, startChild } from '../../support/process.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import type { Holding } from './leaking-child.ts'

const OPERATIONS = 40_000
/** Every key twice. */
const WARM_UP = 20_000
/** Of each of ten caches, all at once. */
const ROUNDS = 60
/** What each may leave behind for the noise of the heap: a listener, a timer or a promise takes more. */
const BYTES_PER_OPERATION = 20
const BYTES_PER_RECONNECT = 500

let redis: TestRedis
let child: ChildProgram
/** Handles while nothing is under way. */
let resting: Holding['resources']
beforeAll(async () => {
  redis = await startRedis()
  child = await startChild(new URL('./leaking-child.ts', import.meta.url), { args: [redis.url], build: 'none' })
  await child.call('open')
  resting = (await child.call<Holding>('holding')).resources
})
afterAll(async () => {
  await child.kill()
  await redis.stop()
})

/** What is held once no socket opens or closes any more: one that stays does not let this end well. */
const holding = async (): Promise<Holding> => {
  let held: Holding | undefined
  await expect.poll(async () => (held = await child.call<Holding>('holding')).resources).toEqual(resting)
  return held ?? expect.unreachable()
}

/** Nothing is left but the noise of the heap, and nothing was printed: no warning of listeners, no unhandled rejection. */
const expectNothingLeft = async (before: Holding, bytes: number): Promise<void> => {
  let after = before
  // Nobody waits for the last fills, and the heap is not always rid of them at the first look: what leaks stays.
  await expect
    .poll(async () => {
      after = await holding()
      return { morePromises: after.promises > before.promises + 10, moreBytes: Math.max(bytes, after.bytes - before.bytes) }
    })
    .toEqual({ morePromises: false, moreBytes: bytes })
  expect(after.signalListeners).toBe(0)
  expect(child.output).toBe('')
}

describe('nothing is left behind', () => {
  test(`by ${OPERATIONS} reads, mutations and invalidations of many keys, with one signal of their caller`, async () => {
    await child.call('operate', { operations: WARM_UP })
    const before = await holding()
    await child.call('operate', { operations: OPERATIONS })
    await expectNothingLeft(before, OPERATIONS * BYTES_PER_OPERATION)
  })

  test(`by ${ROUNDS} losses of all connections of ten caches`, async () => {
    await child.call('reconnect', { times: ROUNDS / 2 })
    const before = await holding()
    await child.call('reconnect', { times: ROUNDS })
    await expectNothingLeft(before, ROUNDS * 10 * BYTES_PER_RECONNECT)
  })
})
