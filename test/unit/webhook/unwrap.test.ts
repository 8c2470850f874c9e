import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { signedHeaders } from '../../../reference/mes/webhooks/signature.ts'
import { isConfigurationError } from '../../../src/error/configuration-error.ts'
import { isWebhookError } from '../../../src/error/webhook-error.ts'
import { signMessage } from '../../../src/webhook/signature.ts'
import { type UnwrapOptions, unwrapMessage, type WebhookHeaders } from '../../../src/webhook/unwrap.ts'

const NOW = 1_740_824_800_000
const secretOf = (text: string): string => `whsec_${Buffer.from(text).toString('base64')}`
const secret = secretOf('a secret of 24 bytes or more')
const schema = z.object({ type: z.literal('order.changed'), text: z.string().optional() })
const body = JSON.stringify({ type: 'order.changed' })
const signed = { ...signMessage({ id: 'msg_1', body, sentAt: NOW }, secret) }

/** What became of it: the message, or the code of the error. */
const unwrap = (
  given: { body?: unknown; headers?: unknown; secret?: unknown; options?: UnwrapOptions; now?: number } = {},
): unknown => {
  try {
    const { id, message } = unwrapMessage(
      schema,
      'body' in given ? given.body : body,
      'headers' in given ? given.headers : signed,
      'secret' in given ? given.secret : secret,
      given.options,
      given.now ?? NOW,
    )
    return [id, message]
  } catch (error) {
    return isWebhookError(error) ? error.code : isConfigurationError(error) ? error.message : error
  }
}

const TAKEN = ['msg_1', { type: 'order.changed' }]

describe('a message that was signed with the secret', () => {
  test('is taken, as text and as bytes, whoever has signed it', () => {
    expect(unwrap()).toEqual(TAKEN)
    expect(unwrap({ body: Buffer.from(body) })).toEqual(TAKEN)
    expect(unwrap({ headers: signedHeaders('msg_1', body, secret, NOW) })).toEqual(TAKEN)
  })

  test.each<[string, WebhookHeaders]>([
    ['Headers of fetch', new Headers({ ...signed })],
    ['names in capitals', Object.fromEntries(Object.entries(signed).map(([name, value]) => [name.toUpperCase(), value]))],
    ['lists of one value', Object.fromEntries(Object.entries(signed).map(([name, value]) => [name, [value]]))],
  ])('is taken with %s', (_name, headers) => {
    expect(unwrap({ headers })).toEqual(TAKEN)
  })

  test('is taken while one secret replaces another, on either side', () => {
    const [old, next] = [secretOf('the old secret of the subscription'), secretOf('the next secret of the subscription')]
    const signature = (key: string): string => signMessage({ id: 'msg_1', body, sentAt: NOW }, key)['webhook-signature']
    expect(unwrap({ secret: [old, secret] })).toEqual(TAKEN)
    expect(unwrap({ secret: next, headers: { ...signed, 'webhook-signature': `${signature(old)} ${signature(next)}` } })).toEqual(
      TAKEN,
    )
    expect(unwrap({ secret: [old, next] })).toBe('signature')
  })

  test('is taken within the tolerance, in both directions, and not beyond', () => {
    for (const awayMs of [300_000, -300_000]) expect(unwrap({ now: NOW + awayMs })).toEqual(TAKEN)
    for (const awayMs of [301_000, -301_000]) expect(unwrap({ now: NOW + awayMs })).toBe('timestamp')
    expect(unwrap({ now: NOW + 301_000, options: { tolerance: '10m' } })).toEqual(TAKEN)
    expect(unwrap({ now: NOW + 2_000, options: { tolerance: '1s' } })).toBe('timestamp')
  })

  test('is refused where its content is not what the API describes', () => {
    for (const content of [
      '',
      '{',
      'null',
      '[]',
      '{"type":"other"}',
      '{"type":"order.changed","text":7}',
      Buffer.from([0x22, 0xff, 0x22]),
    ])
      expect(unwrap({ body: content, headers: signMessage({ id: 'm', body: content, sentAt: NOW }, secret) })).toBe('payload')
  })
})

describe('a message that nobody with the secret has signed', () => {
  test('is refused, whatever was changed', () => {
    expect(unwrap({ body: `${body} ` })).toBe('signature')
    expect(unwrap({ headers: { ...signed, 'webhook-id': 'msg_2' } })).toBe('signature')
    expect(unwrap({ headers: { ...signed, 'webhook-timestamp': String(NOW / 1_000 + 1) } })).toBe('signature')
    expect(unwrap({ secret: secretOf('another secret of 24 bytes') })).toBe('signature')
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
        expect(unwrap({ headers: { ...signed, 'webhook-signature': text } })).toBe('signature')
        expect(unwrap({ headers: { ...signed, 'webhook-signature': `v1,${text}` } })).toBe('signature')
      }),
    )
  })

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('is refused without %s, and with two of it', (name) => {
    expect(unwrap({ headers: { ...signed, [name]: undefined } })).toBe('signature')
    expect(unwrap({ headers: { ...signed, [name]: ['a', 'b'] } })).toBe('signature')
  })
})

describe('arguments that cannot be', () => {
  test.each<[string, Parameters<typeof unwrap>[0], RegExp]>([
    [
      'a body that was parsed',
      { body: { type: 'order.changed' } },
      /^body: expected the body as it was received .*before it is parsed, got an object$/,
    ],
    ['no headers', { headers: undefined }, /^headers: expected the headers of the request, got undefined$/],
    ['no secret', { secret: undefined }, /^secret: expected whsec_ and base64/],
    ['no secrets', { secret: [] }, /^secret: expected one secret or several, got an empty array$/],
    [
      'a secret that is none',
      { secret: 'not base64!' },
      /^secret: expected whsec_ and base64, .* got a string of 11 characters$/,
    ],
    ['an unknown option', { options: { tolerence: '1m' } as UnwrapOptions }, /unknown option "tolerence"/],
    [
      'a tolerance that is none',
      { options: { tolerance: '5 minutes' as '5m' } },
      /^tolerance: expected a number of milliseconds/,
    ],
  ])('are named: %s', (_name, given, message) => {
    expect(unwrap(given)).toMatch(message)
  })

  test('never show the secret', () => {
    expect(unwrap({ secret: `${secret}!` })).not.toContain(secret.slice(6, 20))
  })
})
