import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { startRedis } from '../../support/redis-server.ts'
import { connectResp } from '../../support/resp.ts'
import { startProxy } from '../../support/tcp-proxy.ts'

const connectTo = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket.on('error', () => undefined)
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => void socket.on('error', () => undefined).once('close', () => resolve()))

describe('A proxy in front of Redis', () => {
  test('forwards both ways, in order, and counts connections', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const one = await connectResp(proxy.port)
    const other = await connectResp(proxy.port)
    const pushes = Array.from({ length: 200 }, (_, index) => one.command('RPUSH', 'list', `${index}:${'x'.repeat(1_000)}`))
    expect(await Promise.all(pushes)).toEqual(pushes.map((_, index) => index + 1))
    expect(await other.command('LINDEX', 'list', 199)).toMatch(/^199:x+$/)
    expect([proxy.connections, proxy.accepted]).toEqual([2, 2])
    one.close()
    other.close()
  })

  test('that is cut breaks every connection, and new ones until it is healed', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const connection = await connectResp(proxy.port)
    await connection.command('PING')
    const asked = connection.command('BLPOP', 'none', 0)
    proxy.cut()
    await expect(asked).rejects.toThrow(/closed/)
    await closed(connect(proxy.port, '127.0.0.1'))
    proxy.heal()
    const healed = await connectResp(proxy.port)
    expect(await healed.command('PING')).toBe('PONG')
    healed.close()
  })

  test('that is half-open keeps its connections and forwards nothing, ever again', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const lost = await connectResp(proxy.port)
    await lost.command('PING')
    proxy.halfOpen()
    const replies: unknown[] = []
    const ask = (): void =>
      void lost.command('SET', 'key', 'lost').then(
        (reply) => replies.push(reply),
        () => undefined,
      )
    ask()
    const late = await connectTo(proxy.port)
    late.write('*1\r\n$4\r\nPING\r\n')
    expect(proxy.connections).toBe(2)

    proxy.heal()
    ask()
    const fresh = await connectResp(proxy.port)
    expect(await fresh.command('GET', 'key')).toBeNull()
    expect(await fresh.command('CLIENT', 'LIST')).toContain(`addr=`)
    expect(replies).toEqual([])
    expect(lost.closed).toBe(false)
    expect(late.destroyed).toBe(false)
    lost.close()
    late.destroy()
    fresh.close()
  })

  test('that is half-open loses its connections on the side of the server', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const lost = await connectResp(proxy.port)
    const id = await lost.command('CLIENT', 'ID')
    proxy.halfOpen()
    let listed = ''
    do listed = String(await redis.command('CLIENT', 'LIST', 'ID', String(id)))
    while (listed !== '')
    expect(lost.closed).toBe(false)
    lost.close()
  })

  test('delays what passes, each way, and keeps its order', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const connection = await connectResp(proxy.port)
    await connection.command('PING')
    proxy.delay(60)
    const started = performance.now()
    const first = connection.command('RPUSH', 'list', 'a')
    proxy.heal()
    const second = connection.command('RPUSH', 'list', 'b')
    expect(await Promise.all([first, second])).toEqual([1, 2])
    proxy.delay(60)
    expect(await connection.command('LRANGE', 'list', 0, -1)).toEqual(['a', 'b'])
    expect(performance.now() - started).toBeGreaterThan(115)
    connection.close()
  })

  test('passes on the end of a connection, from either side', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const connection = await connectTo(proxy.port)
    connection.resume()
    connection.write('*1\r\n$4\r\nQUIT\r\n')
    await once(connection, 'close')
    const other = await connectTo(proxy.port)
    other.destroy()
    const clients = async (): Promise<number> =>
      String(await redis.command('CLIENT', 'LIST'))
        .trim()
        .split('\n').length
    await expect.poll(clients).toBe(1)
    await expect.poll(() => proxy.connections).toBe(0)
  })

  test('refuses as the server does when the server is gone', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    server.close()
    await using proxy = await startProxy(typeof address === 'object' ? (address?.port ?? 0) : 0)
    await closed(connect(proxy.port, '127.0.0.1'))
    expect(proxy.accepted).toBe(1)
  })
})
