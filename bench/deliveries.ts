import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { logChannel } from '../src/coherence/log/redis-log.ts'
import { type ChildProgram, startChild } from '../test/support/process.ts'
import { startRedis } from '../test/support/redis-server.ts'
import { median } from './interleave.ts'
import { appendArguments, loadScript } from './log-append.ts'
import { count, printTable } from './table.ts'

const NAMESPACE = 'bench'
const SUBSCRIBERS = [10, 100, 1_000] as const
const MERGED = 1_000
const IN_FLIGHT = 16
const ROUNDS = 5
/** Deliveries of a round, and how many bytes they may be. */
const DELIVERIES = 100_000
const BYTES = 100_000_000

interface Sender {
  readonly name: string
  readonly tags: number
  send(redis: Redis): Promise<unknown>
}

const tagsOf = (tags: number): readonly string[] =>
  Array.from({ length: tags }, (_, index) => `order:ord_${String(index).padStart(6, '0')}`)

const appending = (name: string, tags: number): Sender => {
  const append = appendArguments(NAMESPACE, tagsOf(tags))
  return { name, tags, send: (redis) => redis.evalsha(...append) }
}

const message = `1 1764000000000-0 1763999999999-0 1.AAAAAAAAAAAA BBBBBBBBBBBB invalidate - ${JSON.stringify(tagsOf(1))}`

const SENDERS: readonly Sender[] = [
  { name: 'bare PUBLISH', tags: 1, send: (redis) => redis.publish(logChannel(NAMESPACE, 0), message) },
  appending('log, one tag a record', 1),
  appending(`log, merged, ${MERGED} tags a record`, MERGED),
]

/** Waits until the subscribers were sent that many bytes. */
const receive = async (child: ChildProgram, bytes: number): Promise<void> => {
  while ((await child.call<number>('received')) < bytes) await pause(1)
}

/** Bytes of one message, subscribers together. */
const weigh = async (redis: Redis, child: ChildProgram, { send }: Sender): Promise<number> => {
  await send(redis)
  const before = await settle(child)
  await send(redis)
  return (await settle(child)) - before
}

const settle = async (child: ChildProgram): Promise<number> => {
  let last = -1
  for (;;) {
    const received = await child.call<number>('received')
    if (received === last) return received
    last = received
    await pause(50)
  }
}

/** Records a second, from the first call until every subscriber has every record. */
const carry = async (redis: Redis, child: ChildProgram, sender: Sender, records: number, bytes: number): Promise<number> => {
  const target = (await child.call<number>('received')) + records * bytes
  const start = performance.now()
  let left = records
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (left-- > 0) await sender.send(redis)
    }),
  )
  await receive(child, target)
  return (records / (performance.now() - start)) * 1_000
}

const benchSubscribers = async (subscribers: number): Promise<void> => {
  await using server = await startRedis()
  const redis = new Redis(server.url)
  await loadScript(redis)
  await using child = await startChild(new URL('subscribers-child.ts', import.meta.url), {
    args: [String(server.port), logChannel(NAMESPACE, 0)],
    build: 'none',
  })
  await child.call('subscribe', { count: subscribers })
  const rates: number[][] = SENDERS.map(() => [])
  const weights: number[] = []
  for (const sender of SENDERS) weights.push(await weigh(redis, child, sender))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, sender] of SENDERS.entries()) {
      const bytes = weights[index] ?? 0
      const records = Math.ceil(Math.min(DELIVERIES / subscribers, BYTES / bytes))
      rates[index]?.push(await carry(redis, child, sender, records, bytes))
    }
  }
  const open = await child.call<number>('open')
  if (open !== subscribers) throw new Error(`${subscribers - open} subscribers were disconnected`)
  printTable(
    `deliveries, ${count(subscribers)} subscribers`,
    ['records/s', 'deliveries/s', 'tags/s'],
    SENDERS.map(({ name, tags }, index) => {
      const rate = median(rates[index] ?? [])
      return [name, count(rate), count(rate * subscribers), count(rate * tags)]
    }),
  )
  redis.disconnect()
}

/** How many records a second a log carries to its subscribers, who do nothing with them. */
export const benchDeliveries = async (): Promise<void> => {
  for (const subscribers of SUBSCRIBERS) await benchSubscribers(subscribers)
}
