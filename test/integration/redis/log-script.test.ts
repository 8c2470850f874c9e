import { Redis } from 'ioredis'
import { holdsKey, LOG_SCRIPT, logChannel, logKey, parseRow, type LogRecord } from 'mes-crm-sdk/protocol'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { MAX_ENDS_TEXT, MAX_TAGS_TEXT } from '../../../src/coherence/log/record.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'

let redis: TestRedis
beforeAll(async () => void (redis = await startRedis()))
afterAll(() => redis.stop())

let made = 0

/** Runs the script as another language's appender would, on a connection of its own. */
const run = async (
  client: Redis,
  namespace: string,
  operation: string,
  tags: readonly string[] = [],
  subject = '-',
  { length = 1_000, retentionMs = 3_600_000 } = {},
): Promise<string[]> => {
  const args = [operation, logChannel(namespace, 0), `t${++made}`, `r${made}`, retentionMs, length, subject, JSON.stringify(tags)]
  return (await client.eval(LOG_SCRIPT, 2, logKey(namespace), holdsKey(namespace), ...args)) as string[]
}

const rowsOf = async (namespace: string): Promise<readonly LogRecord[]> => {
  const rows = (await redis.command('XRANGE', logKey(namespace), '-', '+')) as readonly (readonly [string, readonly string[]])[]
  return rows.map(([id, flat]) => {
    const fields = Object.fromEntries(
      Array.from({ length: flat.length / 2 }, (_, index) => [flat[index * 2], flat[index * 2 + 1]]),
    )
    const row = parseRow(id, fields)
    if (row === undefined || row.kind === 'unreadable') throw new Error(`no record: ${id}`)
    return row
  })
}

const withClient = async (work: (client: Redis, namespace: string) => Promise<void>): Promise<void> => {
  const client = new Redis(redis.url)
  try {
    await work(client, uniqueName('script'))
  } finally {
    client.disconnect()
  }
}

/** Tokens of the open holds. */
const holdsOf = async (client: Redis, namespace: string): Promise<readonly string[]> =>
  (await client.hkeys(holdsKey(namespace))).filter((field) => field !== '.since')

describe('the script', () => {
  test('starts an empty log with a genesis, and chains every record of many appenders behind the one before it', async () => {
    const namespace = uniqueName('script')
    const clients = Array.from({ length: 8 }, () => new Redis(redis.url))
    await Promise.all(
      clients.map(async (client, index) => {
        for (let count = 0; count < 25; count++) await run(client, namespace, 'append', [`tag:${index}:${count}`])
      }),
    )
    for (const client of clients) client.disconnect()
    const rows = await rowsOf(namespace)
    expect(rows[0]).toMatchObject({ kind: 'genesis', prev: { text: '0-0' }, epoch: { number: 1 }, tags: [] })
    expect(rows.slice(1).map(({ prev }) => prev.text)).toEqual(rows.slice(0, -1).map(({ id }) => id.text))
    expect(rows).toHaveLength(201)
    expect(new Set(rows.map(({ epoch }) => epoch.random)).size).toBe(1)
  })

  test('clears once for a fleet, and in any case where no epoch is given', async () => {
    await withClient(async (client, namespace) => {
      await run(client, namespace, 'append', ['a'])
      for (let process = 0; process < 5; process++) await run(client, namespace, 'clear', [], '1')
      expect((await rowsOf(namespace)).map(({ kind, epoch }) => [kind, epoch.number])).toEqual([
        ['genesis', 1],
        ['invalidate', 1],
        ['clear', 2],
      ])
      await run(client, namespace, 'clear')
      await run(client, namespace, 'append', ['b'])
      expect((await rowsOf(namespace)).at(-1)).toMatchObject({ kind: 'invalidate', epoch: { number: 3 } })
    })
  })

  test('clears above the number it is given, on an empty log and behind a row that is no record', async () => {
    await withClient(async (client, namespace) => {
      await run(client, namespace, 'clear', [], '7')
      expect(await rowsOf(namespace)).toMatchObject([{ kind: 'clear', epoch: { number: 8 } }])
      await client.xadd(logKey(namespace), '*', 'some', 'garbage')
      const [, , epoch, , kind] = await run(client, namespace, 'clear', [], '8')
      expect([epoch?.split('.')[0], kind]).toEqual(['9', 'clear'])
    })
  })

  test('keeps tags as they are, in the row and in the message', async () => {
    await withClient(async (client, namespace) => {
      const listener = new Redis(redis.url)
      const heard: string[] = []
      listener.on('message', (_channel, message: string) => heard.push(message))
      await listener.subscribe(logChannel(namespace, 0))
      await run(client, namespace, 'begin')
      const tags = ['plain', 'with space', 'quo"te', "apo'strophe", 'back\\slash', 'Zürich ✓ 💍', 'new\nline', '%d %s']
      await expect.poll(() => heard.at(-1) ?? '').toContain(' genesis - []')
      const next = new Promise<string>((resolve) => listener.once('message', (_channel, message: string) => resolve(message)))
      await run(client, namespace, 'append', tags)
      const { parseMessage } = await import('mes-crm-sdk/protocol')
      expect(parseMessage(await next)?.tags).toEqual(tags)
      expect((await rowsOf(namespace)).at(-1)?.tags).toEqual(tags)
      listener.disconnect()
    })
  })

  test('keeps a hold until a record names its token, whatever else ends, names its tags or clears', async () => {
    await withClient(async (client, namespace) => {
      const [, , , hold = '', kind, lease, tags] = await run(client, namespace, 'hold', ['a', 'b'], '60000')
      const [, , , other = ''] = await run(client, namespace, 'hold', ['a'], '60000')
      expect([kind, lease, tags]).toEqual(['hold', '60000', '["a","b"]'])
      await run(client, namespace, 'append', ['a'], other)
      await run(client, namespace, 'append', ['a', 'b'])
      await run(client, namespace, 'clear')
      expect(await holdsOf(client, namespace)).toEqual([hold])
      expect((await rowsOf(namespace)).filter(({ ends }) => ends.length > 0)).toMatchObject([{ ends: [other] }])
      await run(client, namespace, 'append', ['a', 'b'], `${hold},unknown`)
      expect(await holdsOf(client, namespace)).toEqual([])
    })
  })

  test('ends a hold whose lease has passed by its own clock, once for all who ask, and no other', async () => {
    await withClient(async (client, namespace) => {
      const [, , , short = ''] = await run(client, namespace, 'hold', ['a'], '1')
      const [, , , long = ''] = await run(client, namespace, 'hold', ['b'], '60000')
      await vi.waitFor(async () => expect((await run(client, namespace, 'expire', [], short)).at(-1)).toBe(0))
      for (let process = 0; process < 5; process++) await run(client, namespace, 'expire', [], short)
      expect((await rowsOf(namespace)).filter(({ ends }) => ends.includes(short))).toMatchObject([
        { kind: 'invalidate', tags: ['a'] },
      ])
      expect(Number((await run(client, namespace, 'expire', [], long)).at(-1))).toBeGreaterThan(50_000)
      expect(await holdsOf(client, namespace)).toEqual([long])
      expect((await rowsOf(namespace)).filter(({ ends }) => ends.includes(long))).toEqual([])
    })
  })

  test.each([
    ['a token with a space', { token: 'a b' }],
    ['no token', { token: '' }],
    ['a token of 65 characters', { token: 'a'.repeat(65) }],
    ['a random part that is no base64url', { random: 'a.b' }],
    ['a retention that is no number', { retention: 'soon' }],
    ['a length that would trim the record itself', { length: '0' }],
    ['a lease that is no whole number', { operation: 'hold', subject: '1.5' }],
    ['a lease that nobody can read', { operation: 'hold', subject: '12345678901' }],
    ['ends that are no tokens', { subject: 'a b' }],
    ['a clear of no number, which would clear nothing', { operation: 'clear', subject: '1.abc' }],
    ['a tag where it expects a list of them', { tags: 'orders' }],
    ['a hold that is named by no token', { operation: 'expire', subject: '.since' }],
    ['a hold of nothing readable', { operation: 'hold', subject: '1000', tags: '' }],
    ['an operation that it does not know', { operation: 'Append' }],
    ['tags that are one byte too long to be read', { tags: JSON.stringify(['x'.repeat(MAX_TAGS_TEXT - 3)]) }],
    [
      'a hold of tags that are too long to be read',
      { operation: 'hold', subject: '1000', tags: JSON.stringify(['x'.repeat(MAX_TAGS_TEXT)]) },
    ],
    ['ends that are one byte too long to be read', { subject: 'x'.repeat(MAX_ENDS_TEXT + 1) }],
  ])('refuses %s before it writes anything', async (_, wrong) => {
    await withClient(async (client, namespace) => {
      const good = {
        operation: 'append',
        channel: logChannel(namespace, 0),
        token: 't',
        random: 'r',
        retention: '1',
        length: '1',
        subject: '-',
        tags: '["a"]',
      }
      const call = (args: Readonly<Record<keyof typeof good, string>>) =>
        client.eval(LOG_SCRIPT, 2, logKey(namespace), holdsKey(namespace), ...Object.values(args))
      await expect(call({ ...good, ...wrong })).rejects.toThrow(/^ERR /)
      expect(await client.exists(logKey(namespace), holdsKey(namespace))).toBe(0)
      await call(good)
      expect((await rowsOf(namespace)).map(({ kind }) => kind)).toEqual(['genesis', 'invalidate'])
    })
  })

  test('keeps the longest tags that can be read, and appends a small record behind them, which nothing but their size asks for', async () => {
    await withClient(async (client, namespace) => {
      const long = ['x'.repeat(MAX_TAGS_TEXT - 4)]
      const [id, , , token, kind, , tags] = await run(client, namespace, 'append', long)
      expect([kind, tags?.length]).toEqual(['invalidate', MAX_TAGS_TEXT])
      expect(await rowsOf(namespace)).toMatchObject([
        { kind: 'genesis' },
        { kind: 'invalidate', token, tags: long },
        { kind: 'invalidate', prev: { text: id }, tags: [] },
      ])
      await run(client, namespace, 'append', ['a'])
      await run(client, namespace, 'hold', long, '60000')
      expect((await rowsOf(namespace)).slice(3)).toMatchObject([
        { tags: ['a'] },
        { kind: 'hold' },
        { kind: 'invalidate', tags: [] },
      ])
    })
  })

  test('takes an entry of the hash of holds with tags that are too long to be read for no hold', async () => {
    await withClient(async (client, namespace) => {
      await run(client, namespace, 'begin')
      await client.hset(holdsKey(namespace), 'planted', `1 ${JSON.stringify(['x'.repeat(MAX_TAGS_TEXT)])}`)
      expect((await run(client, namespace, 'expire', [], 'planted')).at(-1)).toBe(0)
      expect(await holdsOf(client, namespace)).toEqual([])
      expect((await rowsOf(namespace)).map(({ kind }) => kind)).toEqual(['genesis'])
    })
  })

  test('starts a log with records that can be read, however long a token is', async () => {
    await withClient(async (client, namespace) => {
      const args = ['expire', logChannel(namespace, 0), 't'.repeat(64), 'r'.repeat(64), '1000', '1000', 'none', '[]']
      await client.eval(LOG_SCRIPT, 2, logKey(namespace), holdsKey(namespace), ...args)
      expect(await rowsOf(namespace)).toMatchObject([{ kind: 'genesis', epoch: { number: 1, random: 'r'.repeat(64) } }])
    })
  })

  test('trims what is beyond the length', async () => {
    await withClient(async (client, namespace) => {
      for (let count = 0; count < 600; count++) await run(client, namespace, 'append', ['a'], '-', { length: 100 })
      expect((await rowsOf(namespace)).length).toBeLessThan(600)
      expect((await rowsOf(namespace)).length).toBeGreaterThanOrEqual(100)
    })
  })

  test('trims what is older than the retention', async () => {
    await withClient(async (client, namespace) => {
      for (let count = 0; count < 600; count++) await run(client, namespace, 'append', ['a'], '-', { retentionMs: 1 })
      expect((await rowsOf(namespace)).length).toBeLessThan(600)
    })
  })

  test('appends although nothing may be published, and says why', async () => {
    await using silent = await startRedis()
    await silent.command('ACL', 'SETUSER', 'default', '-publish')
    const client = new Redis(silent.url)
    const namespace = uniqueName('script')
    const [id, , , , , , , , unheard] = await run(client, namespace, 'append', ['a'])
    expect(await silent.command('XREVRANGE', logKey(namespace), '+', '-', 'COUNT', 1)).toMatchObject([[id, expect.anything()]])
    expect(String(unheard)).toMatch(/publish|run this command/)
    await silent.command('ACL', 'SETUSER', 'default', '+publish')
    expect(await run(client, namespace, 'append', ['a'])).toHaveLength(8)
    client.disconnect()
  })

  test.each([
    [
      'a user may not',
      async (command: string) => {
        const server = await startRedis()
        await server.command('ACL', 'SETUSER', 'default', `-${command}`)
        return server
      },
    ],
    ['is renamed away', (command: string) => startRedis({ config: { 'rename-command': `${command} hidden` } })],
  ])('needs no XTRIM, and ends a hold although HDEL %s', async (_, serverWithout) => {
    for (const command of ['xtrim', 'hdel']) {
      await using server = await serverWithout(command)
      const client = new Redis(server.url)
      const namespace = uniqueName('script')
      const [, , , hold = ''] = await run(client, namespace, 'hold', ['a'], '60000')
      for (let count = 0; count < 600; count++) await run(client, namespace, 'append', ['a'], hold, { length: 100 })
      const length = Number(await server.command('XLEN', logKey(namespace)))
      expect([length < 600, length >= 100]).toEqual([true, true])
      client.disconnect()
    }
  })

  test.each([
    ['HSET', 'hset'],
    ['XADD', 'xadd'],
  ])('leaves no row where a hold cannot be taken for want of %s', async (_, command) => {
    await using server = await startRedis()
    const client = new Redis(server.url)
    const namespace = uniqueName('script')
    await run(client, namespace, 'begin')
    await server.command('ACL', 'SETUSER', 'default', `-${command}`)
    await expect(run(client, namespace, 'hold', ['a'], '60000')).rejects.toThrow(/NOPERM|run this command/)
    expect(await server.command('XLEN', logKey(namespace))).toBe(1)
    client.disconnect()
  })

  test.each([
    ['beyond what followers read', '9007199254740993-1'],
    ['that is the highest of all', '18446744073709551615-18446744073709551615'],
    ['whose sequence is beyond what followers read', '5-9007199254740993'],
  ])('begins the log anew behind an id %s', async (_, id) => {
    await withClient(async (client, namespace) => {
      await client.xadd(logKey(namespace), id, 'another', 'program')
      const [, , , token] = await run(client, namespace, 'append', ['a'])
      expect(await rowsOf(namespace)).toMatchObject([
        { kind: 'genesis', prev: { text: '0-0' } },
        { kind: 'invalidate', tags: ['a'], token },
      ])
    })
  })

  test.each(['9007199254740993-1', '18446744073709551615-18446744073709551615'])(
    'begins the log anew where the id %s was used and its row is gone',
    async (used) => {
      await withClient(async (client, namespace) => {
        await run(client, namespace, 'append', ['a'])
        await client.xadd(logKey(namespace), used, 'another', 'program')
        await client.xdel(logKey(namespace), used)
        const [id] = await run(client, namespace, 'append', ['b'])
        expect(id).toMatch(/^\d{13}-\d+$/)
        expect(await rowsOf(namespace)).toMatchObject([{ kind: 'genesis' }, { kind: 'invalidate', tags: ['b'] }])
      })
    },
  )

  test('says which key to delete where it may not, and the log does not grow', async () => {
    await using server = await startRedis()
    const client = new Redis(server.url)
    const namespace = uniqueName('script')
    await server.command('XADD', logKey(namespace), '9007199254740993-1', 'another', 'program')
    await server.command('ACL', 'SETUSER', 'default', '-del')
    for (let count = 0; count < 3; count++)
      await expect(run(client, namespace, 'append', ['a'])).rejects.toThrow(`delete the key ${logKey(namespace)}`)
    expect(await server.command('XLEN', logKey(namespace))).toBe(1)
    client.disconnect()
  })

  test('notes in the hash of holds from where on it is whole, and anew where it was lost', async () => {
    await withClient(async (client, namespace) => {
      const since = async (): Promise<string | undefined> => (await client.hget(holdsKey(namespace), '.since'))?.split(' ')[0]
      await run(client, namespace, 'append', ['a'])
      expect(await since()).toBe('0-0')
      const [hold] = await run(client, namespace, 'hold', ['a'], '60000')
      expect(await since()).toBe('0-0')
      await client.del(holdsKey(namespace))
      await run(client, namespace, 'append', ['b'])
      expect(await since()).toBe(hold)
    })
  })

  test('notes in each row, and in a new hash of holds, what is left of the longest lease so far', async () => {
    await withClient(async (client, namespace) => {
      const leases = async (): Promise<readonly (number | undefined)[]> =>
        (await rowsOf(namespace)).map(({ leasesMs }) => leasesMs)
      await run(client, namespace, 'append', ['a'])
      expect(await leases()).toEqual([0, 0])
      const [, , , hold = ''] = await run(client, namespace, 'hold', ['a'], '60000')
      const [, , , short = ''] = await run(client, namespace, 'hold', ['b'], '1')
      // Redis may give a row an id that is a millisecond later than the TIME of its script: each instant is read where the script notes it.
      const shortAt = Number.parseInt((await client.hget(holdsKey(namespace), short)) ?? '', 10) - 1
      const since = async () => ((await client.hget(holdsKey(namespace), '.since'))?.split(' ') ?? []).slice(1).map(Number)
      await client.del(holdsKey(namespace))
      await run(client, namespace, 'append', ['a'], hold)
      const [appendedAt = 0, left = 0] = await since()
      const [, , third, fourth, last] = await rowsOf(namespace)
      const instantOf = (row: typeof last): number => row?.id.milliseconds ?? 0
      const atShort = 60_000 - Math.max(0, shortAt - instantOf(third))
      const atLast = atShort - Math.max(0, appendedAt - instantOf(fourth))
      expect([third?.leasesMs, fourth?.leasesMs, last?.leasesMs, left]).toEqual([60_000, atShort, atLast, atLast])
      await client.del(holdsKey(namespace))
      await run(client, namespace, 'begin')
      const [begunAt = 0, leftThen = 0] = await since()
      expect(leftThen).toBe(atLast - Math.max(0, begunAt - instantOf(last)))
    })
  })

  test.each([
    ['of an older script counts an hour where the hash is lost', undefined, 3_600_000],
    ['that says more than an hour counts an hour', '99999999999', 3_600_000],
    ['of a clock that was set back counts what it says', '30000', 30_000],
  ])('a row %s for the leases of the next', async (_, leases, expected) => {
    await withClient(async (client, namespace) => {
      const ahead = Date.now() + 7_200_000
      await client.xadd(
        logKey(namespace),
        `${ahead}-0`,
        'v',
        '1',
        'prev',
        '0-0',
        'epoch',
        '1.r',
        'token',
        't',
        'kind',
        'invalidate',
        'hold',
        '-',
        'tags',
        '["a"]',
        ...(leases === undefined ? [] : ['leases', leases]),
      )
      await run(client, namespace, 'append', ['b'])
      expect((await rowsOf(namespace)).at(-1)?.leasesMs).toBe(expected)
    })
  })

  test.each([
    [
      'of an older script',
      ['v', '1', 'prev', '0-0', 'epoch', '1.r', 'token', 't', 'kind', 'invalidate', 'hold', '-', 'tags', '["a"]'],
    ],
    ['of another program', ['another', 'program']],
  ])('behind a row %s the leases are those in the hash of holds, while that is whole', async (_, fields) => {
    await withClient(async (client, namespace) => {
      const leases = async (): Promise<number> => {
        await client.xadd(logKey(namespace), '*', ...fields)
        const [id = ''] = await run(client, namespace, 'append', ['b'])
        const [row] = await client.xrange(logKey(namespace), id, id)
        return Number(row?.[1].at(-1))
      }
      await run(client, namespace, 'begin')
      expect(await leases()).toBe(0)
      const [, , , hold = ''] = await run(client, namespace, 'hold', ['a'], '60000')
      const open = await leases()
      expect([open > 0, open <= 60_000]).toEqual([true, true])
      await run(client, namespace, 'append', ['a'], hold)
      expect(await leases()).toBe(0)
      await client.del(holdsKey(namespace))
      expect(await leases()).toBe(3_600_000)
    })
  })

  test('a log that was lost begins with the leases that are in the hash of holds', async () => {
    await withClient(async (client, namespace) => {
      await run(client, namespace, 'hold', ['a'], '60000')
      await client.del(logKey(namespace))
      await run(client, namespace, 'append', ['b'])
      const [genesis, row] = await rowsOf(namespace)
      for (const leasesMs of [genesis?.leasesMs, row?.leasesMs])
        expect([(leasesMs ?? 0) > 0, (leasesMs ?? 0) <= 60_000]).toEqual([true, true])
    })
  })

  test('a lease of more than an hour counts an hour for the rows behind it', async () => {
    await withClient(async (client, namespace) => {
      await run(client, namespace, 'hold', ['a'], '9999999999')
      expect((await rowsOf(namespace)).at(-1)).toMatchObject({ leaseMs: 9_999_999_999, leasesMs: 3_600_000 })
    })
  })
})
