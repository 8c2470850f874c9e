import { describe, expect, test } from 'vitest'
import { askingFor, type RedisSecret } from '../../../src/redis/redis-credentials.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('credentials of Redis', () => {
  test.each<[string, { username?: RedisSecret; password?: RedisSecret }, unknown]>([
    ['a user and a password', { username: 'u', password: 'p' }, ['u', 'p']],
    ['functions, at once and later', { username: () => 'u', password: async () => 'p' }, ['u', 'p']],
    ['a password alone', { password: () => 'p' }, 'p'],
    ['a user alone', { username: 'u' }, ['u', '']],
    ['none', {}, undefined],
  ])('are %s', async (_name, given, auth) => {
    expect(await askingFor(() => given)()).toEqual(auth)
  })

  test('are asked for each time', async () => {
    let turn = 0
    const ask = askingFor(() => ({ username: 'u', password: () => `p${++turn}` }))
    expect([await ask(), await ask()]).toEqual([
      ['u', 'p1'],
      ['u', 'p2'],
    ])
  })

  test.each<[string, () => unknown, RegExp]>([
    [
      'throws',
      () => {
        throw new Error('s3cr3t')
      },
      /^the function of the option "redis" for the password failed$/,
    ],
    ['rejects', () => Promise.reject(new Error('s3cr3t')), /^the function of the option "redis" for the password failed$/],
    ['gives no string', () => ({ token: 's3cr3t' }), /^password: expected the function of the option "redis" to give a string$/],
  ])('whose function %s are refused without what it gave, and asked for again', async (_name, first, message) => {
    let turn = 0
    const ask = askingFor(() => ({ password: () => (++turn === 1 ? first() : 'p') as string }))
    expect(await refusal(ask())).toMatchObject({ name: 'RedisUnavailable', message: expect.stringMatching(message) as string })
    expect(await ask()).toBe('p')
  })

  test('that come late are waited for no longer than an attempt may take, and used by the next one', async () => {
    const clock = createManualClock()
    const { promise, resolve } = Promise.withResolvers<string>()
    let turn = 0
    const ask = askingFor(() => ({ password: () => (++turn === 1 ? promise : 'another') }), clock)
    const first = refusal(ask())
    await Promise.resolve()
      .then(() => {})
      .then(() => {})
    clock.advance(1_500)
    expect(await first).toMatchObject({ message: 'no password from the function of the option "redis" within 1500 ms' })
    resolve('late')
    expect([await ask(), await ask()]).toEqual(['late', 'another'])
  })
})
