import { createHook } from 'node:async_hooks'
import { getEventListeners, once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { createCache } from '../../../src/cache.ts'
import { serve } from '../../support/child.ts'
import { heldBytes } from '../../support/heap.ts'

/** What the process holds when nothing is under way. */
export interface Holding {
  readonly bytes: number
  /** Handles by kind. */
  readonly resources: Readonly<Record<string, number>>
  /** Promises that are neither settled nor collected. */
  readonly promises: number
  readonly signalListeners: number
}

const [, , url = ''] = process.argv
/** They lose their connections together, which takes no longer than it takes one. */
const caches = Array.from({ length: 10 }, () =>
  createCache({ redis: url, namespace: 'leaks', memory: { maxBytes: 200_000 }, redisDeadline: '5s' }),
)
const [cache = createCache()] = caches
const killer = new Redis(url)
const lasting = new AbortController()
/** As many as are remembered one by one, so that they do not look like a leak. */
const FILL = 4_200
const AT_A_TIME = 100
const KEYS = 10_000

/** Asynchronous ids of promises that were not settled yet; an id leaves when its promise settles or is collected. */
const pending = new Set<number>()
createHook({
  init: (id, type) => void (type === 'PROMISE' && pending.add(id)),
  promiseResolve: (id) => void pending.delete(id),
  destroy: (id) => void pending.delete(id),
}).enable()

const operate = async (count: number): Promise<void> => {
  const key = count % KEYS
  const tags = [`order:${key}`]
  if (count % 50 === 0) return void (await cache.mutate(tags, () => count, { hold: '10s' }))
  if (count % 20 === 0) return void (await cache.invalidate(tags))
  const maxStaleness = count % 7 === 0 ? 0 : 1_000
  await cache.getOrLoad({ key: `order:${key}`, ttl: '1h', tags, maxStaleness, signal: lasting.signal }, () => ({ key }))
}

const operateAll = async (operations: number): Promise<void> => {
  for (let start = 0; start < operations; start += AT_A_TIME) {
    await Promise.all(Array.from({ length: AT_A_TIME }, (_, index) => operate(start + index)))
  }
}

/** Kills every connection, and waits until each cache has both of its own again. */
const reconnect = async (): Promise<void> => {
  await killer.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
  await killer.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
  while (!(await areConnected())) await pause(2)
}

const areConnected = async (): Promise<boolean> => {
  const subscribed = String(await killer.call('CLIENT', 'LIST', 'TYPE', 'pubsub'))
    .split('\n')
    .filter(Boolean)
  if (subscribed.length < caches.length) return false
  const appended = await Promise.all(caches.map((one) => one.invalidate(['a'])))
  return appended.every(({ status }) => status === 'applied')
}

const activeResources = (): Readonly<Record<string, number>> => {
  const resources: Record<string, number> = {}
  for (const kind of process.getActiveResourcesInfo()) if (kind !== 'Timeout') resources[kind] = (resources[kind] ?? 0) + 1
  return resources
}

serve({
  open: async () => {
    await Promise.all([...caches.map((one) => one.ready()), once(killer, 'ready')])
    for (let count = 0; count < FILL; count++) await cache.invalidate(['unread'])
  },
  operate: ({ operations }: { readonly operations: number }) => operateAll(operations),
  reconnect: async ({ times }: { readonly times: number }) => {
    for (let count = 0; count < times; count++) await reconnect()
  },
  holding: async (): Promise<Holding> => {
    // What is collected tells so by callbacks, which take their turns. A socket holds the process while a confirmation is under way.
    let resources = activeResources()
    for (let turn = 0; turn < 5; turn++) {
      heldBytes()
      await pause(50)
      const now = activeResources()
      resources = Object.fromEntries(Object.entries(resources).map(([kind, count]) => [kind, Math.min(count, now[kind] ?? 0)]))
    }
    return {
      bytes: heldBytes(),
      resources,
      promises: pending.size,
      signalListeners: getEventListeners(lasting.signal, 'abort').length,
    }
  },
})
