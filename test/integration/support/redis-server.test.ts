import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { connectResp } from '../../support/resp.ts'
import { startRedis } from '../../support/redis-server.ts'
import { isAlive, untilGone, untilStopped } from '../../support/liveness.ts'

describe('A Redis server of a test', () => {
  test('answers commands, and is gone when the test is over', async () => {
    let pid: number
    {
      await using redis = await startRedis()
      pid = redis.pid
      expect(await redis.command('SET', 'key', 'zwölf')).toBe('OK')
      expect(await redis.command('GET', 'key')).toBe('zwölf')
      expect(await redis.command('GET', 'none')).toBeNull()
      expect(await redis.command('INCR', 'count')).toBe(1)
    }
    await untilGone(pid)
  })

  test('persists nothing unless its configuration says so', async () => {
    await using redis = await startRedis()
    expect(await redis.command('CONFIG', 'GET', 'save')).toEqual(['save', ''])
    expect(await redis.command('CONFIG', 'GET', 'appendonly')).toEqual(['appendonly', 'no'])
    await using other = await startRedis({ config: { maxmemory: '10mb', appendonly: 'yes' } })
    expect(await other.command('CONFIG', 'GET', 'maxmemory')).toEqual(['maxmemory', String(10 * 1024 * 1024)])
    expect(await other.command('CONFIG', 'GET', 'appendonly')).toEqual(['appendonly', 'yes'])
  })

  test('reports a refusal as an error, nested replies as lists', async () => {
    await using redis = await startRedis()
    await expect(redis.command('NO-SUCH-COMMAND')).rejects.toThrow(/unknown command/)
    await redis.command('XADD', 'log', '1-0', 'field', 'value')
    expect(await redis.command('XRANGE', 'log', '-', '+')).toEqual([['1-0', ['field', 'value']]])
  })

  test('runs beside others, started at once, each on a port of its own', async () => {
    const servers = await Promise.all([startRedis(), startRedis(), startRedis()])
    await using first = servers[0]
    await using second = servers[1]
    await using third = servers[2]
    await Promise.all(servers.map((redis, index) => redis.command('SET', 'who', index)))
    expect(await Promise.all(servers.map((redis) => redis.command('GET', 'who')))).toEqual(['0', '1', '2'])
    expect(new Set([first.port, second.port, third.port]).size).toBe(3)
  })

  test('confines the users that its ACL names, and asks for its password', async () => {
    await using redis = await startRedis({ password: 'secret', users: ['tenant on >pass ~tenant:* &* +@all'] })
    expect(redis.url).toBe(`redis://:secret@127.0.0.1:${redis.port}`)
    expect(await redis.command('PING')).toBe('PONG')
    const stranger = await connectResp(redis.port)
    await expect(stranger.command('PING')).rejects.toThrow(/^NOAUTH/)
    await stranger.command('AUTH', 'tenant', 'pass')
    expect(await stranger.command('SET', 'tenant:a', 1)).toBe('OK')
    await expect(stranger.command('SET', 'other:a', 1)).rejects.toThrow(/^NOPERM/)
    stranger.close()
  })

  test('restarts on its port with the keys as they were', async () => {
    await using redis = await startRedis()
    const { pid, port } = redis
    await redis.command('SET', 'key', 'kept')
    await redis.restart({ empty: false })
    expect(await redis.command('GET', 'key')).toBe('kept')
    expect(redis.port).toBe(port)
    expect(redis.pid).not.toBe(pid)
    expect(isAlive(pid)).toBe(false)
  })

  test('restarts on its port with no keys at all', async () => {
    await using redis = await startRedis({ config: { appendonly: 'yes' } })
    await redis.command('SET', 'key', 'lost')
    await redis.restart({ empty: true })
    expect(await redis.command('DBSIZE')).toBe(0)
  })

  test.each(['stop', 'kill'] as const)('can be ended by %s, and started again', async (end) => {
    await using redis = await startRedis()
    const { pid } = redis
    await redis[end]()
    expect(isAlive(pid)).toBe(false)
    await expect(redis.command('PING')).rejects.toThrow(/ECONNREFUSED/)
    await redis.restart({ empty: true })
    expect(await redis.command('PING')).toBe('PONG')
  })

  test('answers nothing while it is paused, and everything once it is resumed', async () => {
    await using redis = await startRedis()
    await redis.command('PING')
    redis.pause()
    await untilStopped(redis.pid)
    let answered = false
    const answer = redis.command('ECHO', 'later').then((reply) => {
      answered = true
      return reply
    })
    await connectResp(redis.port).then((connection) => connection.close())
    expect(answered).toBe(false)
    redis.resume()
    expect(await answer).toBe('later')
  })

  test('is not outlived while it is paused', async () => {
    const redis = await startRedis()
    redis.pause()
    await redis[Symbol.asyncDispose]()
    expect(isAlive(redis.pid)).toBe(false)
  })

  test('dies with the process that started it, however that dies', async () => {
    const file = join(import.meta.dirname, 'redis-owner.ts')
    const owner = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(owner.stdout, 'data')) as [Buffer]
    const pid = Number(line.toString('utf8'))
    expect(isAlive(pid)).toBe(true)
    owner.kill('SIGKILL')
    await untilGone(pid)
  })
})

describe('A monitor', () => {
  test('collects what every client sends, with its address, and nothing of its own', async () => {
    await using redis = await startRedis()
    await using monitor = await redis.monitor()
    const client = await connectResp(redis.port)
    await client.command('SET', 'a "quoted"\nkey', 'é')
    await client.command('EVAL', "return redis.call('GET', KEYS[1])", 1, 'inner')
    const seen = await monitor.collect()
    const { address } = client
    expect(seen.map(({ source, name }) => [source, name])).toEqual([
      [address, 'SET'],
      [address, 'EVAL'],
      ['lua', 'GET'],
    ])
    expect(seen[0]?.args).toEqual(['a "quoted"\nkey', 'é'])
    client.close()
  })

  test('shows that nothing was sent', async () => {
    await using redis = await startRedis({ password: 'secret' })
    await using monitor = await redis.monitor()
    await redis.command('SET', 'key', 'value')
    expect(await monitor.collect()).toEqual([])
  })

  test('forgets when it is told to', async () => {
    await using redis = await startRedis()
    await using monitor = await redis.monitor()
    const client = await connectResp(redis.port)
    await client.command('GET', 'before')
    await monitor.clear()
    await client.command('GET', 'after')
    expect((await monitor.collect()).map(({ args }) => args)).toEqual([['after']])
    client.close()
  })
})
