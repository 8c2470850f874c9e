import { holdsKey } from 'mes-crm-sdk/protocol'
import { expect, test } from 'vitest'
import { OpenHolds, LONGEST_LEASE_MS } from '../../../src/coherence/holds/open-holds.ts'
import { parseStreamId, ZERO_ID } from '../../../src/coherence/log/stream-id.ts'
import { uniqueName } from '../../support/names.ts'
import { openReady } from '../../support/ready-cache.ts'
import { startRedis } from '../../support/redis-server.ts'
import { connectResp } from '../../support/resp.ts'

const request = { key: 'order', ttl: '1h', tags: ['order:1'] } as const

test(
  'a process is ready where another program has written 100,000 holds, and keeps values: the log tells that nothing is held',
  { timeout: 60_000 },
  async () => {
    await using redis = await startRedis()
    const options = { redis: redis.url, namespace: uniqueName('planted'), redisDeadline: '2s' } as const
    await using writer = await openReady(options)
    await writer.invalidate(['order:1'])
    const connection = await connectResp(redis.port)
    const ends = Date.now() + 115 * 24 * 3_600_000
    for (let first = 0; first < 100_000; first += 10_000) {
      await connection.command(
        'HSET',
        holdsKey(options.namespace),
        ...Array.from({ length: 10_000 }, (_, index) => [`p${first + index}`, `${ends} ["order:1"]`]).flat(),
      )
    }
    connection.close()
    await using reader = await openReady(options)
    const read = async (): Promise<string> => (await reader.read(request, () => 1)).source
    expect([await read(), await read()]).toEqual(['origin', 'memory'])
  },
)

test('a hold lasts for an hour at most, whatever lease another program has written', () => {
  const holds = new OpenHolds()
  const place = parseStreamId('5-0') ?? ZERO_ID
  holds.open({ token: 'opened', tags: ['a'], remainingMs: 115 * 24 * 3_600_000 }, place)
  holds.openLacking({ token: 'lacking', tags: ['a'], remainingMs: Number.POSITIVE_INFINITY }, place)
  expect([...holds.all].map(({ remainingMs }) => remainingMs)).toEqual([LONGEST_LEASE_MS, LONGEST_LEASE_MS])
})
