import { uniqueName } from '../support/names.ts'
import { type ChildProgram, startChild } from '../support/process.ts'
import { startRedis, type TestRedis } from '../support/redis-server.ts'
import { type Origin, startOrigin } from './origin.ts'
import type { StoreSettings } from './store-child.ts'

const STORE = new URL('./store-child.ts', import.meta.url)

/** A Redis, an origin, and processes on one namespace that do what the test tells them. */
export interface Stores extends AsyncDisposable {
  readonly redis: TestRedis
  readonly origin: Origin
  readonly namespace: string
  /** Starts a process and opens its cache, which connects in the background. */
  start(settings?: Partial<StoreSettings>): Promise<ChildProgram>
  /** Starts a process whose cache is opened by a call of what it returns. */
  prepare(settings?: Partial<StoreSettings>): Promise<() => Promise<ChildProgram>>
}

export const startStores = async (
  latency: () => number,
  common: Pick<StoreSettings, 'maxStaleness' | 'ttl'>,
): Promise<Stores> => {
  await using starting = new AsyncDisposableStack()
  const redis = starting.use(await startRedis())
  const origin = starting.use(await startOrigin(latency))
  const resources = starting.move()
  const namespace = uniqueName('stores')
  const prepare: Stores['prepare'] = async (settings = {}) => {
    const program = resources.use(await startChild(STORE))
    return async () => {
      await program.call('open', { redis: redis.url, namespace, origin: origin.port, ...common, ...settings })
      return program
    }
  }
  return {
    redis,
    origin,
    namespace,
    prepare,
    start: async (settings) => (await prepare(settings))(),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}
