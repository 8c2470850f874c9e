import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type Cache, createCache, type PositionToken } from 'mes-crm-sdk/cache'
import { describe, expect, test } from 'vitest'
import { uniqueName } from '../../support/names.ts'
import { startRedis } from '../../support/redis-server.ts'

interface List {
  readonly filter: string
  readonly rows: number
}

/** An origin of lists, that can be stopped and started again on its port. */
const startOrigin = async () => {
  let port = 0
  const start = async () => {
    const server = createServer((request, response) => {
      response.setHeader('connection', 'close')
      response.end(JSON.stringify({ filter: (request.url ?? '').slice(1), rows: 50 } satisfies List))
    }).listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
    return server
  }
  let server = await start()
  return {
    load: async (filter: string, signal: AbortSignal): Promise<List> =>
      (await fetch(`http://127.0.0.1:${port}/${filter}`, { signal })).json() as Promise<List>,
    stop: async (): Promise<void> => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
    start: async (): Promise<void> => void (server = await start()),
  }
}

const LIFETIME_MS = 300
const FILTERS = Array.from({ length: 40 }, (_, index) => `status-${index}`)

describe('while the origin is down', () => {
  test('every list that was ever read is served, marked, from memory or from Redis; what is invalidated is not; then all is as before', async () => {
    await using redis = await startRedis()
    const origin = await startOrigin()
    const namespace = uniqueName('down')
    await using one = createCache({ redis: redis.url, namespace, redisDeadline: '5s' })
    await using other = createCache({ redis: redis.url, namespace, redisDeadline: '5s' })
    await Promise.all([one.ready(), other.ready()])
    const read = (cache: Cache, filter: string, atLeast: readonly PositionToken[] = []) =>
      cache.read(
        { key: ['orders', filter], ttl: LIFETIME_MS, tags: ['orders', `orders:${filter}`], staleIfError: '10m', atLeast },
        ({ signal }) => origin.load(filter, signal),
      )
    for (const filter of FILTERS) await read(one, filter)
    await origin.stop()
    await pause(LIFETIME_MS)
    for (const cache of [one, other]) {
      for (const filter of FILTERS)
        expect(await read(cache, filter)).toMatchObject({ value: { filter, rows: 50 }, state: 'stale' })
    }
    const { position } = await other.invalidate([`orders:${FILTERS[0]}`])
    await expect(read(other, FILTERS[0] ?? '')).rejects.toThrow('fetch failed')
    await expect(read(one, FILTERS[0] ?? '', [position])).rejects.toThrow('fetch failed')
    expect(await read(one, FILTERS[1] ?? '')).toMatchObject({ state: 'stale' })
    await origin.start()
    for (const cache of [one, other]) {
      await expect
        .poll(async () =>
          (await Promise.all(FILTERS.map((filter) => read(cache, filter)))).every(({ state }) => state === 'fresh'),
        )
        .toBe(true)
    }
    await origin.stop()
  })
})
