import { afterEach, describe, expect, test, vi } from 'vitest'
import { parseCacheOptions } from '../../../src/cache/cache-options.ts'
import { openCache } from '../../../src/cache/open-cache.ts'
import { createSdk, type Sdk, type SdkOptions } from '../../../src/index.ts'
import { createSdkOn } from '../../../src/client/create-sdk.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { uniqueName } from '../../support/names.ts'

type Fetch = typeof globalThis.fetch

const ok: Fetch = async () => Response.json({ id: 'ord_1' })
const busyFor =
  (seconds: number): Fetch =>
  async () =>
    Response.json({}, { status: 429, headers: { 'retry-after': String(seconds) } })
const unreachable: Fetch = () => Promise.reject(new TypeError('fetch failed'))
const silent: Fetch = (_url, init) =>
  new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)))

/** A network that answers each request in its own way, and tells how many have come. */
const answering = (
  ...answers: readonly Fetch[]
): { readonly fetch: Fetch; count: number; received(count: number): Promise<void> } => {
  const waiting: (() => void)[] = []
  const network = {
    count: 0,
    fetch: (...given: Parameters<Fetch>) => {
      const answer = answers[network.count++]
      for (const look of waiting) look()
      if (answer === undefined) throw new Error(`request ${network.count} was not expected`)
      return answer(...given)
    },
    received: (count: number) =>
      new Promise<void>((resolve) => {
        const look = (): void => void (network.count >= count && resolve())
        waiting.push(look)
        look()
      }),
  }
  return network
}

const options: SdkOptions = { mes: { baseUrl: 'http://mes.example/v1' }, retries: 3, attemptTimeout: '5s', timeout: '2m' }
const getOrder = (sdk: Sdk) => sdk.request({ api: 'mes', path: '/orders/ord_1' })

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A turn of the event loop: what follows without waiting has happened then. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** So much time in small steps, with a turn after each. */
const pass = async (clock: ManualClock, milliseconds: number): Promise<void> => {
  for (let passed = 0; passed < milliseconds; passed += 100) {
    clock.advance(100)
    await turn()
  }
}

describe('a client on a clock of its own, with a network of its own', () => {
  test('repeats a request after Retry-After, a failure and a time-out, in no real time', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const clock = createManualClock()
    const network = answering(busyFor(20), unreachable, silent, ok)
    await using sdk = createSdkOn({ clock, fetch: network.fetch }, options)
    const call = getOrder(sdk).withMeta()
    await clock.started(20_000)
    clock.advance(19_999)
    expect(network.count).toBe(1)
    clock.advance(1)
    await clock.started(300)
    clock.advance(300)
    await network.received(3)
    clock.advance(5_000)
    await clock.started(600)
    clock.advance(600)
    expect(await call).toMatchObject({ value: { id: 'ord_1' }, response: { attempts: 4 } })
    expect(clock.now()).toBe(25_900)
    expect(clock.holding).toEqual([])
  })

  test('gives up when its time is over, and not before', async () => {
    const clock = createManualClock()
    const network = answering(silent)
    await using sdk = createSdkOn({ clock, fetch: network.fetch }, { ...options, attemptTimeout: '10m' })
    const ended = vi.fn<() => void>()
    const call = getOrder(sdk).catch((error: unknown) => error)
    void call.then(ended)
    await network.received(1)
    clock.advance(119_999)
    await turn()
    expect(ended).not.toHaveBeenCalled()
    clock.advance(1)
    expect(await call).toMatchObject({ kind: 'timeout', message: expect.stringContaining('within 120000 ms') as string })
  })

  test('asks the token server by that network, and the process never', async () => {
    const ofProcess = vi.spyOn(globalThis, 'fetch')
    const asked: string[] = []
    const fetch: Fetch = async (input, init) => {
      const { url } = new Request(input)
      asked.push(`${url} ${new Headers(init?.headers).get('authorization')}`)
      return Response.json(url.endsWith('/token') ? { access_token: 't1', token_type: 'bearer' } : {})
    }
    const oauth2 = { tokenUrl: 'http://auth.example/token', clientId: 'c', clientSecret: 's' }
    await using sdk = createSdkOn({ fetch }, { mes: { baseUrl: 'http://mes.example/v1', auth: { oauth2 } } })
    await getOrder(sdk)
    expect(asked).toEqual(['http://auth.example/token Basic Yzpz', 'http://mes.example/v1/orders/ord_1 Bearer t1'])
    expect(ofProcess).not.toHaveBeenCalled()
  })

  test('waits for a token server that is out of order by that clock', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const clock = createManualClock()
    const network = answering(
      async () => new Response(null, { status: 503 }),
      async () => Response.json({ access_token: 't1', token_type: 'bearer' }),
      ok,
    )
    const oauth2 = { tokenUrl: 'http://auth.example/token', clientId: 'c', clientSecret: 's' }
    await using sdk = createSdkOn(
      { clock, fetch: network.fetch },
      { mes: { baseUrl: 'http://mes.example/v1', auth: { oauth2 } } },
    )
    const call = getOrder(sdk)
    await clock.started(300)
    expect(network.count).toBe(1)
    clock.advance(300)
    expect(await call).toEqual({ id: 'ord_1' })
  })
})

describe('a cache on a clock of its own', () => {
  test('asks its log whether records were missed, every half of its bound, in no real time', async () => {
    const clock = createManualClock()
    const { coherence } = openCache(parseCacheOptions({ namespace: uniqueName(), maxStaleness: '10s' }), undefined, { clock })
    await coherence.first.reached
    await pass(clock, 60_000)
    expect(clock.now() - coherence.confirmedAt).toBeLessThanOrEqual(5_000)
    await coherence.close()
  })

  test('ends the hold of a writer that is gone when its lease is over by that clock', async () => {
    const clock = createManualClock()
    const { coherence } = openCache(parseCacheOptions({ namespace: uniqueName() }), undefined, { clock })
    await coherence.first.reached
    await coherence.hold(['order:1'], 30_000)
    await pass(clock, 29_000)
    expect(coherence.isOpen(['order:1'])).toBe(false)
    await pass(clock, 2_000)
    expect(coherence.isOpen(['order:1'])).toBe(true)
    await coherence.close()
  })
})

describe('under the fake timers of vitest', () => {
  test('a request that is told to wait 20 s is repeated then', async () => {
    const network = answering(busyFor(20), unreachable, silent, ok)
    vi.stubGlobal('fetch', network.fetch)
    vi.useFakeTimers()
    await using sdk = createSdk(options)
    const call = getOrder(sdk).withMeta()
    await vi.advanceTimersByTimeAsync(19_999)
    expect(network.count).toBe(1)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await call).toMatchObject({ response: { attempts: 4 } })
  })

  test('a request whose token is refused is sent again at once, without a timer', async () => {
    vi.useFakeTimers()
    const network = answering(async () => Response.json({}, { status: 401 }), ok)
    let tokens = 0
    await using sdk = createSdkOn(
      { fetch: network.fetch },
      { mes: { baseUrl: 'http://mes.example/v1', auth: { bearer: () => `t${++tokens}` } } },
    )
    expect(await getOrder(sdk).withMeta()).toMatchObject({ value: { id: 'ord_1' }, response: { attempts: 2 } })
    expect(tokens).toBe(2)
  })

  test('a client that was there before gives up when its time is over', async () => {
    const network = answering(silent)
    vi.stubGlobal('fetch', network.fetch)
    await using sdk = createSdk({ ...options, attemptTimeout: '10m' })
    vi.useFakeTimers()
    const call = getOrder(sdk).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(await call).toMatchObject({ kind: 'timeout' })
  })

  test('ready() gives up when its time is over', async () => {
    vi.useFakeTimers()
    await using sdk = createSdk({
      ...options,
      cache: { redis: 'redis://127.0.0.1:1', principal: 'partner:42', namespace: uniqueName() },
    })
    const ready = sdk.ready({ timeout: '1h' }).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(await ready).toMatchObject({ kind: 'timeout' })
  })
})
