import { subscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { createCache } from '../../../src/cache.ts'
import { createSdk } from '../../../src/index.ts'
import { freePort } from '../../support/ports.ts'
import { binaryStl, tetrahedron } from '../../support/solids.ts'

// An outage that nobody listens to is a warning of the process, in the middle of what is printed here.
subscribe('mes-crm-sdk:incident', () => {})

/** Awaits everything that the package hands out, one after the other, at the top level of a module, with nothing else alive. */
const [, , redis = ''] = process.argv
const options = { redis, namespace: 'awaiting', principal: 'awaiting' } as const
const request = { key: 'a', ttl: '1h', tags: ['a'] } as const
const NOWHERE = `http://127.0.0.1:${await freePort()}`
const priced = { materialCode: 'AU585', quantity: 1, currency: 'EUR' } as const
const shipTo = { name: 'Ada Example', street: 'Goldgasse 7', postalCode: '1010', city: 'Vienna', countryCode: 'AT' } as const

const cache = createCache(options)
// Where Redis goes away: the next command is the one that finds nobody there.
if (process.argv[3] === 'leave') {
  await cache.ready()
  process.stdout.write('reached\n')
  while ((await cache.invalidate(['a'])).status === 'applied') await pause(5)
}

const sdkOf = (baseUrl: string, bearer?: () => Promise<string>) =>
  createSdk({ mes: { baseUrl, ...(bearer && { auth: { bearer } }) }, crm: { baseUrl }, cache: options, timeout: 300, retries: 2 })
const sdk = sdkOf(NOWHERE)

/** What a call settled with, whichever way. */
const outcome = (call: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(call).then(
    () => 'fulfilled',
    (error: unknown) => String(error),
  )

const silent = createServer().listen(0, '127.0.0.1').unref()
await once(silent, 'listening')
silent.on('connection', (socket) => void socket.unref())
const address = silent.address()
const silentSdk = sdkOf(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)

const KINDS: Readonly<Record<string, () => PromiseLike<unknown>>> = {
  'ready with a timeout': () => cache.ready({ timeout: 300 }),
  'ready with a signal': () => cache.ready({ signal: AbortSignal.timeout(300) }),
  'ready until closed': () => {
    const closed = createCache(options)
    setTimeout(() => void closed.close(), 50).unref()
    return closed.ready()
  },
  'ready of an SDK': () => sdk.ready({ timeout: 300 }),
  invalidate: () => cache.invalidate(['a']),
  'invalidate of an SDK': () => sdk.invalidate(['a']),
  mutate: () => cache.mutate(['a'], () => 1, { hold: '1s', settle: '1s' }),
  'mutate whose tags cannot be told': () =>
    cache.mutate(
      () => [''],
      () => 1,
    ),
  'mutate that is refused': () => cache.mutate(['a'], () => 1, { hold: { lease: '1s', unheld: 'refuse' } }),
  read: () => cache.read(request, () => 1),
  'read that asks the log': () => cache.read({ ...request, maxStaleness: 0 }, () => 1),
  'read of a position': async () => cache.read({ ...request, atLeast: (await cache.invalidate(['a'])).position }, () => 1),
  'read under a lease': () => cache.read({ ...request, key: 'leased', lease: true }, () => 1),
  'read whose load fails': () =>
    cache.read({ ...request, key: 'failing', staleIfError: '1h' }, () => Promise.reject(new Error('load'))),
  getMany: () => cache.getMany<number, number>({ ids: [1, 2], key: (id) => id, ttl: '1h', tags: [] }, (ids) => ids),
  'reads that wait for their turn': () => {
    const narrow = createCache({ ...options, loads: { maxConcurrent: 1 } })
    return Promise.all([1, 2, 3].map((key) => narrow.read({ ...request, key }, () => pause(20, key))))
  },
  'a calculation for silence': () =>
    silentSdk.mes.quotes.calculate({ ...priced, model: binaryStl(tetrahedron(1)) }, { timeout: 1_200 }),
  'a call to nowhere, again and again': () => sdk.crm.orders.get('1'),
  'a call to silence': () => silentSdk.crm.orders.get('1'),
  'a command to silence': () => silentSdk.mes.orders.create({ quoteId: '1', shipTo }, { hold: '1s' }),
  'a raw request to silence': () => silentSdk.request({ api: 'mes', path: '/x' }),
  'a page of silence': () => silentSdk.crm.orders.list(),
  'a token that never comes': () => sdkOf(NOWHERE, () => new Promise(() => {})).mes.orders.list(),
  'a calculation for nobody': () => sdk.mes.quotes.calculate({ ...priced, model: binaryStl(tetrahedron(1)) }, { timeout: '2s' }),
  'a calculation of a model that silence has': () =>
    silentSdk.mes.quotes.calculate({ ...priced, model: { modelId: '1' } }, { timeout: 1_200 }),
  'close during a mutation': () => {
    const closing = createCache(options)
    void closing.mutate(['a'], () => new Promise(() => {}))
    return closing.close()
  },
  'close of an SDK': () => silentSdk.close(),
  close: () => cache.close(),
  'ready once closed': () => cache.ready(),
}

for (const [kind, call] of Object.entries(KINDS)) {
  process.stdout.write(`${kind}: `)
  process.stdout.write(`${String(await outcome(call()))}\n`)
}
process.stdout.write('awaited all of them\n')
