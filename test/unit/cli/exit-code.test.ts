import { describe, expect, test } from 'vitest'
import { EXIT, exitCodeOf, type ExitCode, worstOf } from '../../../src/cli/exit-code.ts'
import { UsageError } from '../../../src/cli/usage-error.ts'
import * as sdk from '../../../src/index.ts'

const failure = { operation: 'quotes.create', requestId: 'r1', attempts: 1 }
const api = (status: number, code: string): sdk.ApiError => new sdk.ApiError(status, { code }, failure)

const errors: readonly (readonly [ExitCode, unknown])[] = [
  [1, new sdk.CalculationError({ code: 'model-rejected', detail: 'it has a hole' })],
  [2, new UsageError('--quantity: given twice')],
  [2, new sdk.ConfigurationError('cache.namespace: wrong')],
  [2, new sdk.ModelError('missing', 'ring.stl', 'there is no such file')],
  [2, new sdk.RequestValidationError('quotes.calculate', [{ path: 'quantity', message: 'too large' }])],
  [2, api(401, 'unauthenticated')],
  [2, api(403, 'forbidden')],
  [2, api(400, 'validation-failed')],
  [2, api(422, 'validation-failed')],
  [2, new sdk.ApiError(404, { code: 'not-found' }, { ...failure, operation: 'models.create' })],
  [3, api(404, 'not-found')],
  [3, api(422, 'something-else')],
  [3, api(409, 'validation-failed')],
  [3, api(429, 'rate-limited')],
  [3, api(503, 'unavailable')],
  [3, new sdk.ConnectionError('connect ECONNREFUSED', failure)],
  [3, new sdk.ResponseValidationError('quotes.get', 200, 'r1', [])],
  [3, new TypeError('a mistake')],
  [3, 'a text'],
  [4, new sdk.TimeoutError('no answer within 20 m', failure)],
]

describe('The exit code', () => {
  test.each(errors)('%i stands for %s', (code, error) => {
    expect(exitCodeOf(error)).toBe(code)
  })

  test.each<readonly [readonly ExitCode[], ExitCode]>([
    [[], 0],
    [[0, 0], 0],
    [[0, 1], 1],
    [[1, 4, 0], 4],
    [[4, 3, 1], 3],
    [[3, 2, 4, 1], 2],
    [[2, EXIT.interrupted], 130],
  ])('of files that ended with %j is %i', (codes, worst) => {
    expect(worstOf(codes)).toBe(worst)
    expect(worstOf(codes.toReversed())).toBe(worst)
  })
})
