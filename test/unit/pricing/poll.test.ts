import { describe, expect, it } from 'vitest'
import { ApiError } from '../../../src/error/api-error.ts'
import type { Instant } from '../../../src/foundation/clock.ts'
import { ConnectionError } from '../../../src/error/connection-error.ts'
import { pollUntilDone } from '../../../src/pricing/poll.ts'
import type { Answered } from '../../../src/pricing/pricing-api.ts'

const failure = { operation: 'quotes.get', requestId: 'r', attempts: 3 }
const answer = (value: string, retryAfter?: string): Answered<string> => ({
  value,
  response: {
    status: 200,
    requestId: 'r',
    attempts: 1,
    headers: new Headers(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  },
})

/** Polls through these answers and failures; time passes only in the pauses. */
const polled = async (first: Answered<string>, answers: readonly (Answered<string> | Error)[]) => {
  const pauses: number[] = []
  const left = [...answers]
  let now = 0
  const outcome = await pollUntilDone({
    first,
    isDone: (value) => value === 'done',
    async ask() {
      const next = left.shift()
      if (next === undefined) throw new Error('asked too often')
      if (next instanceof Error) throw next
      return next
    },
    wake: {
      async wait(milliseconds) {
        pauses.push(milliseconds)
        now += milliseconds
      },
      [Symbol.dispose]() {},
    },
    clock: { now: () => now as Instant, wallNow: () => now },
  }).catch((error: unknown) => error)
  return { outcome, pauses, left: left.length }
}
/** A tenth is added at random, so that many do not ask at once. */
const isAbout = (pause: number | undefined, milliseconds: number): boolean =>
  pause !== undefined && pause >= milliseconds && pause <= milliseconds * 1.1

describe('what the API works at', () => {
  it('that is done already is not asked for', async () => {
    expect(await polled(answer('done'), [])).toMatchObject({ outcome: { value: 'done' }, pauses: [] })
  })

  it('is asked for no sooner than Retry-After says, each time anew', async () => {
    const { pauses, outcome } = await polled(answer('pending', '2'), [answer('pending', '3'), answer('done')])
    expect(outcome).toMatchObject({ value: 'done' })
    expect(isAbout(pauses[0], 2_000), `${pauses[0]} ms`).toBe(true)
    expect(isAbout(pauses[1], 3_000), `${pauses[1]} ms`).toBe(true)
  })

  it('is asked for no sooner than the date of Retry-After, by this process where the API does not tell its own date', async () => {
    const { pauses } = await polled(answer('pending', new Date(5_000).toUTCString()), [answer('done')])
    expect(isAbout(pauses[0], 5_000), `${pauses[0]} ms`).toBe(true)
  })

  it('is asked for after a second where the API does not say when, and more rarely the longer it takes, at most every 10 s', async () => {
    const { pauses } = await polled(answer('pending'), [...Array.from({ length: 120 }, () => answer('pending')), answer('done')])
    expect(isAbout(pauses[0], 1_000), `${pauses[0]} ms`).toBe(true)
    expect(pauses.every((pause) => pause <= 11_000)).toBe(true)
    expect(isAbout(pauses.at(-1), 10_000), `${pauses.at(-1)} ms`).toBe(true)
    expect(pauses.length).toBe(121)
  })

  it('is asked for within 5 minutes whatever the API says, and not more often than ten times a second', async () => {
    const { pauses } = await polled(answer('pending', '86400'), [answer('pending', '0'), answer('done')])
    expect(isAbout(pauses[0], 300_000), `${pauses[0]} ms`).toBe(true)
    expect(pauses[1]).toBeGreaterThanOrEqual(100)
  })

  it('is asked for again when answers fail to come, after what a refusal asks for, and given up after six in a row', async () => {
    const unreachable = new ConnectionError('refused', failure)
    const limited = new ApiError(429, {}, failure, 7_000)
    const recovered = await polled(answer('pending', '1'), [
      limited,
      unreachable,
      unreachable,
      unreachable,
      unreachable,
      answer('pending', '1'),
      unreachable,
      answer('done'),
    ])
    expect(recovered.outcome).toMatchObject({ value: 'done' })
    expect(isAbout(recovered.pauses[1], 7_000), `${recovered.pauses[1]} ms`).toBe(true)
    const given = await polled(
      answer('pending', '1'),
      Array.from({ length: 9 }, () => unreachable),
    )
    expect([given.outcome, given.left]).toEqual([unreachable, 3])
  })

  it('is given up at once where the API refuses', async () => {
    const refused = new ApiError(404, {}, failure)
    expect(await polled(answer('pending'), [refused, answer('done')])).toMatchObject({ outcome: refused, left: 1 })
  })
})
