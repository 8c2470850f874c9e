import { describe, expect, test } from 'vitest'
import { createLog } from '../../../src/foundation/logger.ts'
import { observeWithHooks, type RequestSent } from '../../../src/transport/hooks.ts'
import { observers } from '../../../src/transport/observer.ts'
import { hiddenHeaders, redactHeaders, redactPlaces } from '../../../src/transport/redaction.ts'
import { observeWithLog } from '../../../src/transport/request-log.ts'
import { json, startApi } from './support/api-server.ts'
import { requestTo, transportWith } from './support/sending.ts'

describe('places of a message', () => {
  const message = {
    body: {
      shipTo: { name: 'A', city: 'B' },
      items: [
        { url: 'u1', id: 1 },
        { url: 'u2', id: 2 },
      ],
      'a/b': 1,
      map: { x: { key: 1 } },
    },
    query: { token: 't' },
  }

  test.each<[string, unknown]>([
    ['/body/shipTo/name', { shipTo: { name: '[redacted]', city: 'B' } }],
    [
      '/body/items/*/url',
      {
        items: [
          { url: '[redacted]', id: 1 },
          { url: '[redacted]', id: 2 },
        ],
      },
    ],
    ['/body/items/1', { items: [{ url: 'u1', id: 1 }, '[redacted]'] }],
    ['/body/a~1b', { 'a/b': '[redacted]' }],
    ['/body/map/*/key', { map: { x: { key: '[redacted]' } } }],
    ['/body/shipTo/street', { shipTo: { name: 'A', city: 'B' } }],
    ['/body/shipTo/name/first', { shipTo: { name: 'A', city: 'B' } }],
  ])('%s', (place, expected) => {
    const shown = redactPlaces(message, [place])
    expect(shown.body).toEqual({ ...message.body, ...(expected as object) })
    expect(shown.query).toEqual(message.query)
    expect(message.body.shipTo.name).toBe('A')
  })

  test('may be a whole part', () => {
    expect(redactPlaces(message, ['/body'])).toEqual({ ...message, body: '[redacted]' })
  })
})

describe('headers', () => {
  test('of credentials, the given ones and those of the places are not shown, whatever their case', () => {
    const headers = new Headers({
      Authorization: 'a',
      'Proxy-Authorization': 'a',
      'X-API-Key': 'a',
      Cookie: 'a',
      'Set-Cookie': 'a',
      'X-Mine': 'a',
      'X-Spec': 'a',
      Accept: 'a',
    })
    const shown = redactHeaders(headers, hiddenHeaders(['x-MINE']), ['/header/X-Spec', '/body/x'])
    expect(Object.entries(shown).filter(([, value]) => value !== '[redacted]')).toEqual([['accept', 'a']])
    expect(Object.keys(shown)).toHaveLength(8)
  })

  test('that say where something is do not show what gives access to it', () => {
    expect(redactHeaders(new Headers({ location: 'https://files.example/a?signature=s3cr3t' }), hiddenHeaders())).toEqual({
      location: 'https://files.example/a?[redacted]',
    })
  })
})

describe('hooks and logs', () => {
  test('show nothing of what the spec marks as sensitive, in headers, URL and bodies', async () => {
    const SECRET = 's3cr3t'
    await using api = await startApi((response) =>
      json(response, 200, { items: [{ url: SECRET, id: 1 }] }, { 'x-signed': SECRET }),
    )
    const seen: unknown[] = []
    const keep = (fields: object): void => void seen.push(fields)
    const log = createLog({ debug: keep, info: keep, warn: keep, error: keep }, 'debug')
    const hooks = { onRequest: (event: RequestSent) => seen.push(event), onResponse: keep }
    const observer = observers([observeWithHooks(hooks, hiddenHeaders(), () => {}), observeWithLog(log, hiddenHeaders())])
    await transportWith({ apiKey: SECRET }, { observer }).send(
      requestTo(`${api.url}/x?token=${SECRET}`, {
        method: 'POST',
        shownUrl: `${api.url}/x?token=[redacted]`,
        headers: { 'X-Secret': SECRET },
        body: { shipTo: { name: SECRET, city: 'Riga' } },
        sensitive: {
          request: ['/body/shipTo/name', '/header/X-Secret', '/query/token'],
          response: ['/body/items/*/url', '/header/X-Signed'],
        },
      }),
    )
    expect(seen).toHaveLength(4)
    expect(JSON.stringify(seen)).toContain('Riga')
    expect(JSON.stringify(seen)).not.toContain(SECRET)
  })

  test('show of bodies that are long, or no text, only how long they are', async () => {
    await using api = await startApi((response, _request, turn) => json(response, 200, turn === 1 ? 'x'.repeat(20_000) : {}))
    const bodies: unknown[] = []
    const keep = (fields: Readonly<Record<string, unknown>>): void => void bodies.push(fields['body'])
    const log = createLog({ debug: keep, info: keep, warn: keep, error: keep }, 'debug')
    const transport = transportWith(undefined, { observer: observeWithLog(log, hiddenHeaders()) })
    await transport.send(requestTo(api.url, { method: 'POST', body: { text: 'y'.repeat(20_000) } }))
    await transport.send(
      requestTo(api.url, {
        method: 'POST',
        body: 'bytes',
        encoded: { content: new Uint8Array(3), type: 'application/octet-stream' },
      }),
    )
    expect(bodies).toEqual(['20011 characters', '20002 characters', 'no text', {}])
  })
})
