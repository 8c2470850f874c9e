import {
  createCache,
  isConfigurationError,
  isSerializationError,
  isValueValidationError,
  type ValueSchema,
} from 'mes-crm-sdk/cache'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { meets } from '../../../src/cache/value-schema.ts'
import { FakeSharedTier, worldOf } from './support/world.ts'

const schema = z.object({ items: z.array(z.object({ id: z.string() })), at: z.coerce.date().optional() })
const request = { key: 'k', ttl: '1h', tags: [], schema } as const
const refusal = (read: Promise<unknown>): Promise<unknown> =>
  read.then(
    () => 'resolved',
    (cause: unknown) => cause,
  )
const standard = (validate: ValueSchema['~standard']['validate']): ValueSchema => ({
  '~standard': { version: 1, vendor: 'test', validate },
})

describe('the schema of a read', () => {
  test('lets a value through as it was loaded, whatever it would make of it', async () => {
    await using cache = createCache()
    expect(await cache.getOrLoad(request, () => ({ items: [], at: '2026-11-30', extra: 1 }))).toEqual({
      items: [],
      at: '2026-11-30',
      extra: 1,
    })
  })

  test('refuses a loaded value that breaks it, says where, and keeps it out of the cache', async () => {
    await using cache = createCache()
    const cause = await refusal(cache.getOrLoad<unknown>(request, () => ({ items: [{ id: 'a' }, { id: 2 }] })))
    expect(isValueValidationError(cause) && cause.issues.map(({ path }) => path)).toEqual(['$.items[1].id'])
    expect(String(cause)).toContain('$.items[1].id: ')
    expect((await cache.read(request, () => ({ items: [] }))).source).toBe('origin')
  })

  test('may find any number of issues: an error has the first of them, and says that there are more', async () => {
    await using cache = createCache()
    const cause = await refusal(cache.getOrLoad<unknown>(request, () => ({ items: Array.from({ length: 5_000 }, () => ({})) })))
    expect(isValueValidationError(cause) && cause.issues).toHaveLength(20)
    expect(String(cause)).toMatch(/; and more$/)
    expect(String(cause).length).toBeLessThan(3_000)
  })

  test('that runs out of stack says that the value is nested too deeply', async () => {
    await using cache = createCache()
    const tree: z.ZodType = z.lazy(() => z.array(tree))
    const deep = Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], [])
    const cause = await refusal(cache.getOrLoad<unknown>({ ...request, schema: tree }, () => deep))
    expect(isSerializationError(cause) && cause.message).toMatch(/a value of more than 500 levels cannot be kept as JSON$/)
  })

  test('that answers with a promise is refused by its name, even if that promise rejects', async () => {
    await using cache = createCache()
    for (const validate of [async () => ({}), async () => Promise.reject(new Error('late'))]) {
      const cause = await refusal(cache.getOrLoad({ ...request, schema: standard(validate) }, () => 1))
      expect(isConfigurationError(cause) && cause.message).toBe(
        'schema: expected one that validates synchronously, got a promise',
      )
    }
  })

  test.each([
    [null],
    [42],
    ['x'],
    [{}],
    [{ '~standard': { version: 2, validate: () => ({}) } }],
    [{ '~standard': { version: 1 } }],
  ])('is not %j', async (given) => {
    await using cache = createCache()
    const cause = await refusal(cache.getOrLoad({ ...request, schema: given as unknown as ValueSchema }, () => 1))
    expect(isConfigurationError(cause) && cause.message).toMatch(/^schema: expected a Standard Schema of version 1, got /)
  })

  test('that cannot judge a value of the shared tier makes it a miss', () => {
    const failing = standard(() => {
      throw new Error('broken')
    })
    expect(meets(failing, 1)).toBe(false)
    expect(
      meets(
        standard(async () => ({})),
        1,
      ),
    ).toBe(false)
    expect(
      meets(
        standard(() => ({})),
        1,
      ),
    ).toBe(true)
  })

  test('is asked for every value of the shared tier and for none in memory', async () => {
    vi.useFakeTimers()
    const shared = new FakeSharedTier()
    const one = await worldOf({ shared })
    await one.read()
    const other = await worldOf({ shared, log: one.log })
    let asked = 0
    const accepts = (): boolean => ++asked > 0
    expect((await other.read({ accepts })).source).toBe('redis')
    expect((await other.read({ accepts })).source).toBe('memory')
    expect(asked).toBe(1)
    vi.useRealTimers()
  })
})
