import { describe, expect, test } from 'vitest'
import { callAndForget } from '../../../src/foundation/callback.ts'
import { MISDEEDS } from '../../support/misdeeds.ts'

const FAILING = Object.entries(MISDEEDS).filter(([what]) => what !== 'never settles')

describe('a callback whose result nobody waits for', () => {
  test.each(FAILING)('never throws, and tells its failure: one that %s', async (_how, callback) => {
    const told = await new Promise((resolve) => callAndForget(callback, (cause) => resolve({ cause })))
    expect(told).toEqual({ cause: expect.anything() as unknown })
  })

  test('is called at once', () => {
    let calls = 0
    callAndForget(() => void (calls += 1))
    expect(calls).toBe(1)
  })
})
