import { expect, test } from 'vitest'
import { createCache } from '../../../src/cache.ts'
import { uniqueName } from '../../support/names.ts'

test('what a timer does that a load has left behind is no part of that load', async () => {
  await using cache = createCache({ namespace: uniqueName() })
  await cache.ready()
  const { promise: done, resolve } = Promise.withResolvers<readonly PromiseSettledResult<unknown>[]>()
  const read = (): Promise<unknown> => cache.getOrLoad({ key: 'k', ttl: 0, tags: [] }, () => 'later')
  await cache.getOrLoad({ key: 'k', ttl: 0, tags: [] }, () => {
    setTimeout(() => resolve(Promise.allSettled([read(), read()])), 20)
    return 'first'
  })
  expect(await done).toMatchObject([{ value: 'later' }, { value: 'later' }])
})
