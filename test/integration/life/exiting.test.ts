import { describe, expect, test } from 'vitest'
import { type ChildProgram, startChild } from '../../support/process.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { startProxy, type TcpProxy } from '../../support/tcp-proxy.ts'

const FILE = new URL('./exiting-child.ts', import.meta.url)

const start = (url: string): Promise<ChildProgram> => startChild(FILE, { args: url === '' ? [] : [url], build: 'none' })

/** Nothing but what the package opened may keep the process; an unhandled rejection would end it with another code. */
const expectExit = async (child: ChildProgram): Promise<void> => {
  await child.call('leave')
  expect(await child.exited).toEqual({ code: 0, signal: null })
  expect(child.output).toBe('')
}

describe('a process exits by itself', () => {
  test('that only read, without Redis', async () => {
    await using child = await start('')
    expect(await child.call('read')).toBe('origin')
    await expectExit(child)
  })

  test('that only read, when Redis could never be reached', async () => {
    await using child = await start('redis://127.0.0.1:1')
    expect(await child.call('read')).toBe('origin')
    await expectExit(child)
  })

  test('that only read, when every connection has led into silence since its start', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    proxy.halfOpen()
    await using child = await start(proxy.url)
    expect(await child.call('read')).toBe('origin')
    await expectExit(child)
  })

  const MISHAPS: readonly (readonly [string, (redis: TestRedis, proxy: TcpProxy) => Promise<void> | void])[] = [
    ['works', () => {}],
    ['is killed meanwhile', (redis) => redis.kill()],
    ['stands still meanwhile (SIGSTOP)', (redis) => redis.pause()],
    ['falls silent meanwhile, with every connection half-open', (_redis, proxy) => proxy.halfOpen()],
    ['cannot be reached any longer', (_redis, proxy) => proxy.cut()],
  ]
  test.each(MISHAPS)('that only read and closes nothing, when Redis %s', async (_name, happen) => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    await using child = await start(proxy.url)
    await expect.poll(() => child.call('append')).toBe('applied')
    expect(await child.call('read')).toBe('origin')
    await happen(redis, proxy)
    await expectExit(child)
  })

  test.each(MISHAPS)('that closed, when Redis %s', async (_name, happen) => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    await using child = await start(proxy.url)
    await expect.poll(() => child.call('append')).toBe('applied')
    await happen(redis, proxy)
    expect(await child.call('close')).toBe(0)
    await expectExit(child)
  })

  test.each(MISHAPS)('that leaves its reads under way, when Redis %s', async (_name, happen) => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    await using child = await start(proxy.url)
    await expect.poll(() => child.call('append')).toBe('applied')
    await happen(redis, proxy)
    await child.call('readOn')
    await expectExit(child)
  })
})
