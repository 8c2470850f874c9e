import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ApiError, type ProblemDetails } from '../../../src/index.ts'
import { ConnectionError } from '../../../src/error/connection-error.ts'
import { isApiError } from '../../../src/error/api-error.ts'
import { startApi } from './support/api-server.ts'
import { rejection, requestTo, transportWith } from './support/sending.ts'
import { toNotFound } from '../../../src/operation/keeping.ts'

const failure = { operation: 'orders.get', requestId: 'r1', attempts: 1 }
/** What forges a line of a log, moves a cursor, or changes the order of what is read. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u
const HOSTILE = `\u001b[2J\r\n2026-01-01 ERROR forged\u0085\u2028\u202e\u009b`

const apiErrorFor = async (body: string): Promise<ApiError> => {
  await using api = await startApi((response) =>
    response.writeHead(422, { 'content-type': 'application/problem+json' }).end(body),
  )
  const error = await rejection(transportWith().send(requestTo(api.url)))
  if (!isApiError(error)) throw error
  return error
}

const levelsOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(levelsOf)) : 0

describe('a problem document', () => {
  test.each(['detail', 'title', 'code'])(
    'with a hostile %s of 400 kB makes a message of one line and at most 2,000 characters',
    async (member) => {
      const error = await apiErrorFor(JSON.stringify({ [member]: HOSTILE.repeat(10_000) }))
      expect(error.message).not.toMatch(CONTROLS)
      expect(error.message.length).toBeLessThanOrEqual(2_000)
      expect(error.message).toContain('ERROR forged')
    },
  )

  test('of many long faults makes no longer one', async () => {
    const errors = Array.from({ length: 100 }, () => ({ pointer: `/${'p'.repeat(5_000)}`, detail: 'd'.repeat(5_000) }))
    const error = await apiErrorFor(JSON.stringify({ code: 'c'.repeat(5_000), detail: 'd'.repeat(5_000), errors }))
    expect(error.message.length).toBeLessThanOrEqual(2_000)
    expect(error.message).toContain('; /ppp')
  })

  test('has members of the types that are declared, or none', async () => {
    const wrong = {
      type: 1,
      title: {},
      status: '422',
      detail: ['x'],
      instance: null,
      code: { a: 1 },
      traceId: true,
      errors: { 0: 'x' },
    }
    expect((await apiErrorFor(JSON.stringify(wrong))).problem).toEqual({})
    expect((await apiErrorFor(JSON.stringify({ status: 422, errors: [1], code: 'c', claimedBy: 'Ann' }))).problem).toEqual({
      status: 422,
      errors: [1],
      code: 'c',
      claimedBy: 'Ann',
    })
  })

  test('is bounded in levels, members and texts, and its body stays as it was sent', async () => {
    const deep = `${'{"a":'.repeat(90)}1${'}'.repeat(90)}`
    const text = `{"x":${deep},"list":[${'{"a":[1,2,3]},'.repeat(2_000)}0],"long":"${'x'.repeat(100_000)}","code":"last"}`
    const error = await apiErrorFor(text)
    expect(error.code).toBe('last')
    expect(levelsOf(error.problem)).toBeLessThanOrEqual(20)
    expect(JSON.stringify(error).length).toBeLessThan(20_000)
    expect(error.body).toBe(text)
    expect(Object.keys(error)).not.toContain('body')
  })

  test('nested 400,000 deep makes an error that can be told as JSON', async () => {
    const error = await apiErrorFor(`{"code":"deep","x":${'['.repeat(400_000)}${']'.repeat(400_000)}}`)
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name: 'ApiError', status: 422 })
  })

  test('of any JSON makes an error that says its own bounds', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 30 }),
        fc.dictionary(fc.constantFrom('detail', 'code', 'title', 'errors', 'status', 'x'), fc.jsonValue()),
        (value, members) => {
          const error = new ApiError(500, { ...members, value } as ProblemDetails, failure)
          expect(error.message).not.toMatch(CONTROLS)
          expect(error.message.length).toBeLessThanOrEqual(2_000)
          expect(levelsOf(error.problem)).toBeLessThanOrEqual(20)
          for (const name of ['detail', 'code', 'title'] as const)
            expect(['string', 'undefined']).toContain(typeof error.problem[name])
          expect(new ApiError(500, error.problem, failure).problem).toEqual(error.problem)
        },
      ),
    )
  })

  test('that was planted for an absence has the declared types as well', () => {
    const operation = {
      id: 'orders.get',
      api: 'crm',
      method: 'GET',
      path: '/orders',
      request: {},
      responses: {},
      schemaFingerprint: '',
    } as never
    const error = toNotFound(operation, { detail: { evil: 1 }, code: 5, errors: 'x' })
    expect(error).toMatchObject({ problem: {}, code: undefined })
  })
})

test('a message is one line whatever error it is of', () => {
  const { message } = new ConnectionError(`${HOSTILE}${'x'.repeat(10_000)}`, failure)
  expect(message).not.toMatch(CONTROLS)
  expect(message).toHaveLength(2_000)
})

test('a message is well-formed where it is cut', () => {
  fc.assert(
    fc.property(fc.nat(8), (shift) => {
      expect(new ConnectionError(`${'x'.repeat(shift)}${'😀'.repeat(3_000)}`, failure).message.isWellFormed()).toBe(true)
    }),
  )
})
