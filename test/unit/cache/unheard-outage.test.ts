import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createCache } from '../../../src/cache.ts'
import { channels } from '../../../src/foundation/channels.ts'
import { createClock } from '../../../src/foundation/clock.ts'
import { Incidents } from '../../../src/foundation/incidents.ts'
import { RedisUnavailable } from '../../../src/redis/deadline.ts'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { freePort } from '../../support/ports.ts'

const warningsOf = async (namespace: string, work: () => void): Promise<readonly string[]> => {
  const seen: string[] = []
  const last = uniqueName('last')
  const keep = ({ message }: Error): void => void seen.push(message)
  process.on('warning', keep)
  work()
  // Warnings come in the order in which they are emitted.
  const { promise, resolve } = Promise.withResolvers<void>()
  process.on('warning', ({ message }) => {
    if (message === last) resolve()
  })
  process.emitWarning(last)
  await promise
  process.off('warning', keep)
  return seen.filter((message) => message.includes(` ${namespace}: `))
}

describe('an outage that nobody listens to', () => {
  test('becomes a warning of the process where Redis is unreachable from the start', async () => {
    const namespace = uniqueName('unheard')
    const warned = once(process, 'warning')
    const cache = createCache({ redis: `redis://127.0.0.1:${await freePort()}`, namespace })
    onTestFinished(() => void cache.close())
    const [warning] = (await warned) as [Error]
    expect(warning.message).toMatch(new RegExp(`redis-down in the namespace ${namespace}: .*ECONNREFUSED.*give a logger`))
  })

  test('is none for an invalidation that waits for the first connection', async () => {
    const namespace = uniqueName('unheard')
    const incidents = new Incidents(namespace, createClock())
    expect(await warningsOf(namespace, () => incidents.report('append-failed', new RedisUnavailable('not connected')))).toEqual(
      [],
    )
  })

  test('is one warning of each kind, whatever follows, and no other kind is one', async () => {
    const namespace = uniqueName('unheard')
    const incidents = new Incidents(namespace, createClock())
    const down = new Error('connect ECONNREFUSED')
    const warnings = await warningsOf(namespace, () => {
      for (const kind of [
        'redis-down',
        'redis-up',
        'redis-down',
        'append-failed',
        'gap',
        'redis-refused',
        'node-down',
        'unknown-value',
        'append-failed',
      ] as const)
        incidents.report(kind, down)
    })
    expect(warnings.map((text) => /: ([\w-]+) in/.exec(text)?.[1])).toEqual([
      'redis-down',
      'append-failed',
      'redis-refused',
      'node-down',
    ])
  })

  test('is a warning where the logger of another namespace alone listens, and none in its own', async () => {
    const [namespace, other] = [uniqueName('unheard'), uniqueName('heard')]
    const end = channels.incident.subscribeTo(other, () => {})
    onTestFinished(end)
    const report = (name: string) =>
      warningsOf(name, () => new Incidents(name, createClock()).report('redis-down', new Error('x')))
    expect([(await report(namespace)).length, (await report(other)).length]).toEqual([1, 0])
  })

  test('is no warning where somebody listens', async () => {
    const namespace = uniqueName('heard')
    using collected = collectIncidents(namespace)
    expect(
      await warningsOf(namespace, () => new Incidents(namespace, createClock()).report('redis-down', new Error('x'))),
    ).toEqual([])
    expect(collected.seen).toHaveLength(1)
  })
})
