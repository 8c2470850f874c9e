import { expect, test } from 'vitest'
import { createCache } from '../../../src/cache.ts'
import { heldBytes } from '../../support/heap.ts'
import { uniqueName } from '../../support/names.ts'

const READERS = 100_000
/** More than the bounded tables of a cache hold together; less than a table of all these readers would. */
const BYTES = 20_000_000

test('a hundred thousand readers of as many keys at once are answered each, and leave nothing beyond the bounds', async () => {
  await using cache = createCache({
    namespace: uniqueName('readers'),
    memory: { maxBytes: 10_000 },
    loads: { maxConcurrent: READERS },
  })
  const begun = Promise.withResolvers<void>()
  const read = (key: number): Promise<number> =>
    cache.getOrLoad({ key: `${'key'.padEnd(200, '.')}:${key}`, ttl: '1h', tags: [`tag:${key}`] }, () =>
      begun.promise.then(() => key),
    )
  const readAll = async (): Promise<number> => {
    const reading = Array.from({ length: READERS }, (_, key) => read(key))
    begun.resolve()
    return (await Promise.all(reading)).reduce((sum, value) => sum + value, 0)
  }
  const before = heldBytes()
  expect(await readAll()).toBe((READERS * (READERS - 1)) / 2)
  expect(heldBytes() - before).toBeLessThan(BYTES)
})
