import { expect, test } from 'vitest'
import { createQueue } from '../../../reference/mes/queue.ts'

/** Work that goes on until the test ends it. */
const workshop = (atATime: number, expectedMs: number) => {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const queue = createQueue({
    atATime,
    expectedMs,
    work: (id) =>
      new Promise((resolve) => {
        begun.push(id)
        ends.set(id, resolve)
      }),
  })
  return { queue, begun, end: (id: string) => ends.get(id)?.() }
}

test('work begins in the order in which it came, no more than so many pieces at a time', async () => {
  const { queue, begun, end } = workshop(2, 1_000)
  for (const id of ['a', 'b', 'c', 'd']) queue.add(id)
  expect(begun).toEqual(['a', 'b'])
  end('b')
  await expect.poll(() => begun).toEqual(['a', 'b', 'c'])
  end('a')
  await expect.poll(() => begun).toEqual(['a', 'b', 'c', 'd'])
})

test('whoever asks is told to wait for what is before it as well', () => {
  const { queue } = workshop(2, 4_000)
  for (let id = 0; id < 7; id++) queue.add(String(id))
  expect(Array.from({ length: 7 }, (_, id) => queue.retryAfterSeconds(String(id)))).toEqual([4, 4, 8, 8, 12, 12, 16])
  expect(queue.retryAfterSeconds('elsewhere')).toBe(4)
})

test('what has begun may be expected to take longer, and nobody waits for less than a second or more than thirty', () => {
  const { queue } = workshop(1, 0)
  queue.add('a')
  queue.add('b')
  expect(queue.retryAfterSeconds('a')).toBe(1)
  queue.expect('a', 9_500)
  queue.expect('b', 9_500)
  expect([queue.retryAfterSeconds('a'), queue.retryAfterSeconds('b')]).toEqual([10, 1])
  queue.expect('a', 3_600_000)
  expect(queue.retryAfterSeconds('a')).toBe(30)
})

test('the end drops what waits and awaits what has begun', async () => {
  const { queue, begun, end } = workshop(1, 1_000)
  queue.add('a')
  queue.add('b')
  let closed = false
  const closing = queue.close().then(() => void (closed = true))
  expect(closed).toBe(false)
  end('a')
  await closing
  expect([closed, begun]).toEqual([true, ['a']])
})
