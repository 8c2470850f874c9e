import { describe, expect, test } from 'vitest'
import type { OperationDefinition } from '../../../src/operation/definition.ts'
import { getOrder } from './support/calling.ts'
import { mayRepeat, outgoingRequest } from '../../../src/operation/request-line.ts'

describe('a URL', () => {
  const operation: OperationDefinition = {
    ...getOrder,
    path: '/links/{token}/orders',
    sensitive: { request: ['/path/token', '/query/key', '/body/x'] },
  }

  test('is shown without the parameters that the spec marks as sensitive, and sent with them', () => {
    const { url, shownUrl } = outgoingRequest('https://mes.example/v1', operation, {
      path: { token: 't0ken' },
      query: { key: 's3cr3t', limit: 5 },
    })
    expect(url).toBe('https://mes.example/v1/links/t0ken/orders?key=s3cr3t&limit=5')
    expect(shownUrl).toMatch(/^https:\/\/mes\.example\/v1\/links\/[^/]*redacted[^/]*\/orders\?key=[^&]*redacted[^&]*&limit=5$/)
    expect(shownUrl).not.toMatch(/t0ken|s3cr3t/)
  })
})

describe('a request may be repeated', () => {
  const of = (method: string, idempotencyKey?: true): OperationDefinition => ({
    ...getOrder,
    method: method as OperationDefinition['method'],
    ...(idempotencyKey && { idempotencyKey }),
  })

  test.each<[string, OperationDefinition, Readonly<Record<string, string>>, boolean]>([
    ['if it reads', of('GET'), {}, true],
    ['if it carries a key', of('POST', true), {}, true],
    ['not if it creates without a key', of('POST'), {}, false],
    ['not if it patches', of('PATCH'), {}, false],
    ['if it comes to the same: PUT', of('PUT'), {}, true],
    ['if it comes to the same: DELETE', of('DELETE'), {}, true],
    ['not if it names the version that it replaces', of('PUT'), { 'If-Match': '"7"' }, false],
    ['not if it names the version that it deletes', of('DELETE'), { 'if-match': '"7"' }, false],
  ])('%s', (_name, operation, header, expected) => expect(mayRepeat(operation, header)).toBe(expected))
})
