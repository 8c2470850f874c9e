import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { type ChildProgram, startChild } from '../test/support/process.ts'
import { startRedis } from '../test/support/redis-server.ts'
import { median } from './interleave.ts'
import { appendArguments, loadScript } from './log-append.ts'
import { printTable } from './table.ts'

const RATE = 5_000
const ROUND_MS = 1_500
const ROUNDS = 5
const STEP_MS = 10
const KINDS = ['idle', 'subscriber', 'follower'] as const

/** Appends `RATE` records a second for `milliseconds`, in small bursts, as a fleet of writers would. */
const appendSteadily = async (redis: Redis, milliseconds: number, tags: number): Promise<number> => {
  const start = performance.now()
  let sent = 0
  while (performance.now() - start < milliseconds) {
    const due = Math.floor(((performance.now() - start) / 1_000) * RATE)
    const pipeline = redis.pipeline()
    for (; sent < due; sent++) {
      pipeline.evalsha(
        ...appendArguments(
          'bench',
          Array.from({ length: tags }, (_, index) => `order:ord_${sent}_${index}`),
        ),
      )
    }
    await pipeline.exec()
    await pause(STEP_MS)
  }
  return sent / ((performance.now() - start) / 1_000)
}

/** Share of one core that each process used while records came. */
const measure = async (
  redis: Redis,
  children: readonly ChildProgram[],
  tags: number,
): Promise<{ readonly rate: number; readonly shares: readonly number[] }> => {
  const before = await Promise.all(children.map((child) => child.call<number>('used')))
  const start = performance.now()
  const rate = await appendSteadily(redis, ROUND_MS, tags)
  const after = await Promise.all(children.map((child) => child.call<number>('used')))
  const elapsed = performance.now() - start
  return { rate, shares: after.map((used, index) => (used - (before[index] ?? 0)) / elapsed) }
}

const benchTags = async (tags: number): Promise<void> => {
  await using server = await startRedis()
  const redis = new Redis(server.url)
  await loadScript(redis)
  const children = await Promise.all(
    KINDS.map((kind) => startChild(new URL('follower-child.ts', import.meta.url), { args: [server.url, kind] })),
  )
  try {
    await Promise.all(children.map((child) => child.call('ready')))
    await measure(redis, children, tags)
    const rounds: Awaited<ReturnType<typeof measure>>[] = []
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(redis, children, tags))
    const rate = median(rounds.map((round) => round.rate))
    printTable(
      `following ${rate.toFixed(0)} records a second, ${tags} tags each`,
      ['of one core', 'µs a record'],
      KINDS.map((kind, index) => {
        const share = median(rounds.map(({ shares }) => shares[index] ?? Number.NaN))
        return [kind, `${(share * 100).toFixed(1)} %`, ((share / rate) * 1_000_000).toFixed(1)]
      }),
    )
  } finally {
    await Promise.all(children.map((child) => child.kill()))
    redis.disconnect()
  }
}

/** Processor time of a follower, beside a process that only subscribes and one that does nothing, in one run. */
export const benchFollower = async (): Promise<void> => {
  await benchTags(2)
  await benchTags(20)
}
