import { describe, expect, test } from 'vitest'
import { compileLifetime } from '../../../src/operation/lifetime.ts'
import type { TtlRule } from '../../../src/operation/definition.ts'

const NOW = Date.parse('2026-01-01T00:00:00Z')

/** Lifetime of a body under the rules; the server's clock is this one's unless `headers` say otherwise. */
const lifetime = (rules: readonly TtlRule[], body: unknown, headers: Record<string, string> = {}, status = 200): number => {
  const response = { status, headers: new Headers(headers), body, requestId: 'r', attempts: 1 }
  return compileLifetime(rules)({ response: { status, header: (name) => response.headers.get(name), body } }, response, NOW)
}

const byStatus: readonly TtlRule[] = [
  { when: { '$response.body#/status': ['PENDING', 'RUNNING'] }, ttl: '30s', notAfter: ['$response.header.Retry-After'] },
  { when: { '$response.body#/status': ['SUCCEEDED'] }, ttl: '10m', notAfter: ['$response.body#/result/validUntil'] },
  { ttl: '5s' },
]

const until = (validUntil: unknown, headers?: Record<string, string>): number =>
  lifetime(byStatus, { status: 'SUCCEEDED', result: { validUntil } }, headers)

describe('the lifetime of a response', () => {
  test('is that of the first rule that holds', () => {
    expect(lifetime([{ ttl: '1s' }, { ttl: '2s' }], {})).toBe(1_000)
    expect(lifetime(byStatus, { status: 'RUNNING' })).toBe(30_000)
    expect(lifetime(byStatus, { status: 'SUCCEEDED' })).toBe(600_000)
    expect(lifetime(byStatus, { status: 'NEW' })).toBe(5_000)
  })

  test('is 0 where no rule holds, and where there is none', () => {
    expect(lifetime(byStatus.slice(0, 2), { status: 'NEW' })).toBe(0)
    expect(lifetime([], {})).toBe(0)
  })

  test('needs every condition of its rule', () => {
    const rules: readonly TtlRule[] = [{ when: { $statusCode: [200], '$response.body#/status': ['READY'] }, ttl: '1h' }]
    expect(lifetime(rules, { status: 'READY' })).toBe(3_600_000)
    expect(lifetime(rules, { status: 'READY' }, {}, 202)).toBe(0)
    expect(lifetime(rules, { status: 'NEW' })).toBe(0)
  })

  test('is told by null apart from an absent member and an object', () => {
    const rules: readonly TtlRule[] = [{ when: { '$response.body#/failure': [null] }, ttl: '1h' }]
    expect(lifetime(rules, { failure: null })).toBe(3_600_000)
    expect(lifetime(rules, { failure: { code: 'x' } })).toBe(0)
    expect(lifetime(rules, {})).toBe(0)
  })

  test('ends when a field says so, by the clock of the server, at whichever millisecond of its second that answered', () => {
    expect(until('2026-01-01T00:02:00Z')).toBe(120_000)
    expect(until('2026-01-01T00:02:00Z', { date: 'Thu, 01 Jan 2026 00:01:00 GMT' })).toBe(59_001)
    expect(until('2026-01-01T09:00:00Z')).toBe(600_000)
  })

  test('ends at a leap second, and at a moment in lower case', () => {
    expect(until('2026-01-01T23:59:60Z')).toBe(600_000)
    expect(until('2026-01-01t00:02:00.5000000z')).toBe(120_500)
  })

  test('ends by the clock of this process where the server tells none', () => {
    expect(lifetime(byStatus, { status: 'RUNNING' }, { 'retry-after': 'Thu, 01 Jan 2026 00:00:07 GMT' })).toBe(7_000)
  })

  test('is 0 when that moment has passed', () => {
    expect(until('2025-12-31T23:59:59Z')).toBe(0)
  })

  test.each(['tomorrow', '', 1_893_456_000, true])('is 0 when the moment is %j', (validUntil) => {
    expect(until(validUntil)).toBe(0)
  })

  test('is not capped by a field that is absent or null', () => {
    expect(until(undefined)).toBe(600_000)
    expect(until(null)).toBe(600_000)
    expect(lifetime(byStatus, { status: 'SUCCEEDED', result: null })).toBe(600_000)
  })

  test.each([
    ['7', 7_000],
    ['0', 0],
    ['60', 30_000],
  ])('is capped by Retry-After: %s', (seconds, expected) => {
    expect(lifetime(byStatus, { status: 'PENDING' }, { 'retry-after': seconds })).toBe(expected)
  })

  test('is not capped by a Retry-After that is absent', () => {
    expect(lifetime(byStatus, { status: 'PENDING' })).toBe(30_000)
  })
})
