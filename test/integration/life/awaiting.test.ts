import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createCache, isClosedError, isTimeoutError } from 'mes-crm-sdk/cache'
import { createSdk } from 'mes-crm-sdk'
import { describe, expect, test } from 'vitest'
import { channels } from '../../../src/foundation/channels.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis } from '../../support/redis-server.ts'
import { startProxy } from '../../support/tcp-proxy.ts'
import { ended, killWithParent } from '../../support/watchdog.ts'

const FILE = fileURLToPath(new URL('./awaiting-child.ts', import.meta.url))
const NOWHERE = 'redis://127.0.0.1:1'

const nextIncident = (kind: string): Promise<void> =>
  new Promise((resolve) => {
    const stop = channels.incident.subscribe((event) => {
      if (event.kind !== kind) return
      stop()
      resolve()
    })
  })

/** Runs the child to its end. `reached` is called when it has reached Redis. */
const run = async (args: readonly string[], reached = (): void => {}) => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', FILE, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  killWithParent(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      if (!output.includes('reached\n') && `${output}${chunk.toString()}`.includes('reached\n')) reached()
      output += chunk.toString()
    })
  }
  return { ...(await ended(child)), output }
}

/** Node ends a process with 13 whose module awaits what nothing alive can settle. */
describe.concurrent('whatever is awaited at the top level settles, and the process ends well', { timeout: 600_000 }, () => {
  test('where Redis refuses connections', async ({ expect }) => {
    const { code, output } = await run([NOWHERE])
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/awaited all of them\n$/) })
    expect(output).toContain('ready with a timeout: TimeoutError: ready: the invalidation log was not reached within 300 ms')
    expect(output).toContain('ready with a signal: TimeoutError: The operation was aborted due to timeout\n')
    expect(output).toContain('ready until closed: ClosedError: cache is closed\n')
  })

  test('where connections to Redis lead into silence', async ({ expect }) => {
    await using proxy = await startProxy(1)
    proxy.halfOpen()
    const { code, output } = await run([proxy.url])
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/awaited all of them\n$/) })
    expect(output).toContain('ready with a timeout: TimeoutError: ready: the invalidation log was not reached within 300 ms')
  })

  test('where Redis was reached, and falls silent', async ({ expect }) => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const { code, output } = await run([proxy.url, 'leave'], () => proxy.halfOpen())
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/awaited all of them\n$/) })
  })
})

describe('ready()', () => {
  const OPENERS = [
    ['a cache', () => createCache({ redis: NOWHERE, namespace: uniqueName('ready') })],
    [
      'an SDK',
      () =>
        createSdk({
          crm: { baseUrl: 'http://127.0.0.1:1' },
          cache: { redis: NOWHERE, namespace: uniqueName('ready'), principal: 'p' },
        }),
    ],
  ] as const

  describe.each(OPENERS)('of %s', (_name, open) => {
    test('rejects after its timeout with what was missing', async () => {
      const down = nextIncident('redis-down')
      await using opened = open()
      await down
      const error: unknown = await opened.ready({ timeout: 10 }).catch((reason: unknown) => reason)
      expect(isTimeoutError(error) && error.message).toBe(
        'ready: the invalidation log was not reached within 10 ms: connect ECONNREFUSED 127.0.0.1:1',
      )
      expect(error).toMatchObject({ operation: 'ready', cause: { code: 'ECONNREFUSED' } })
    })

    test("rejects with the signal's reason, aborted before or meanwhile", async () => {
      await using opened = open()
      await expect(opened.ready({ signal: AbortSignal.abort('before') })).rejects.toBe('before')
      const leaving = new AbortController()
      const waiting = opened.ready({ signal: leaving.signal })
      leaving.abort('meanwhile')
      await expect(waiting).rejects.toBe('meanwhile')
    })

    test('rejects with a ClosedError, closed before or meanwhile', async () => {
      const opened = open()
      const waiting = opened.ready().catch((reason: unknown) => reason)
      await opened.close()
      expect(isClosedError(await waiting)).toBe(true)
      expect(isClosedError(await opened.ready().catch((reason: unknown) => reason))).toBe(true)
    })

    test.each([
      [{ timeout: 'soon' }, /^ready\.timeout: expected a number of milliseconds >= 0.*, got "soon"$/],
      [{ signal: {} }, /^ready\.signal: expected an AbortSignal, got an object$/],
      [{ until: 1 }, /^ready: unknown option "until"$/],
    ])('refuses %j by its name', async (options, message) => {
      await using opened = open()
      await expect(opened.ready(options as never)).rejects.toThrow(message)
    })
  })

  test('rejects with a ClosedError once closed, reached or not', async () => {
    const cache = createCache()
    await cache.ready()
    await cache.close()
    expect(isClosedError(await cache.ready().catch((reason: unknown) => reason))).toBe(true)
  })

  test('leaves no timer and no listener behind', async () => {
    await using redis = await startRedis()
    await using cache = createCache({ redis: redis.url, namespace: uniqueName('ready') })
    const { signal } = new AbortController()
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    await cache.ready()
    const before = timers()
    await Promise.all(Array.from({ length: 50 }, () => cache.ready({ timeout: '1h', signal })))
    await Promise.all(Array.from({ length: 50 }, () => cache.ready()))
    expect(timers()).toBeLessThan(before + 50)
  })
})
