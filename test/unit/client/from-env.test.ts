import { afterEach, describe, expect, test, vi } from 'vitest'
import { createSdk, fromEnv } from '../../../src/index.ts'
import { json, startApi } from '../transport/support/api-server.ts'

const URLS = { MES_URL: 'https://mes.example/v1', CRM_URL: 'https://crm.example/v1' }

describe('options from the environment', () => {
  test('are those of both APIs, and of the cache', () => {
    expect(
      fromEnv({
        ...URLS,
        MES_API_KEY: 'key',
        CRM_TOKEN: 'token',
        REDIS_URL: 'rediss://cache.example',
        MES_CRM_PRINCIPAL: 'partner:42',
        MES_CRM_NAMESPACE: 'shop',
      }),
    ).toEqual({
      mes: { baseUrl: URLS.MES_URL, auth: { apiKey: 'key' } },
      crm: { baseUrl: URLS.CRM_URL, auth: { bearer: 'token' } },
      cache: { redis: 'rediss://cache.example', principal: 'partner:42', namespace: 'shop' },
    })
    expect(fromEnv({ CRM_URL: URLS.CRM_URL })).toEqual({ crm: { baseUrl: URLS.CRM_URL } })
  })

  test('are taken by createSdk', () => {
    expect(() => createSdk({ ...fromEnv({ ...URLS, MES_API_KEY: 'key' }), timeout: '10s' })).not.toThrow()
  })

  test.each([
    [{}, 'MES_URL, CRM_URL: expected at least one of them, got neither'],
    [{ MES_API_KEY: 'key' }, 'MES_URL: required, since MES_API_KEY is set'],
    [{ MES_URL: URLS.MES_URL, CRM_TOKEN: 'token' }, 'CRM_URL: required, since CRM_TOKEN is set'],
    [{ MES_URL: '' }, 'MES_URL: expected a value, got an empty one'],
    [{ MES_URL: 'mes.example' }, 'MES_URL: expected an absolute http or https URL'],
    [{ MES_URL: 'https://user:pass@mes.example' }, 'MES_URL: expected an absolute http or https URL'],
    [
      { MES_URL: URLS.MES_URL, MES_API_KEY: 'key\n' },
      'MES_API_KEY: expected printable ASCII without blanks around it, got a string of 4 characters',
    ],
    [{ ...URLS, REDIS_URL: 'redis://cache.example' }, 'MES_CRM_PRINCIPAL: required with REDIS_URL'],
    [
      { ...URLS, REDIS_URL: 'cache.example', MES_CRM_PRINCIPAL: 'a' },
      'REDIS_URL: expected a URL that begins with redis:// or rediss://',
    ],
  ])('%o is refused by the name of its variable', (environment, message) => {
    const read = (): unknown => fromEnv(environment)
    expect(read).toThrow(message)
    expect(read).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.not.stringContaining('pass') as string }) as Error,
    )
  })
})

describe('MES_CRM_LOG', () => {
  afterEach(() => vi.unstubAllEnvs())

  test('logs to standard error without a logger, and hides credentials', async () => {
    vi.stubEnv('MES_CRM_LOG', 'debug')
    const lines = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    await using api = await startApi((response) => json(response, 200, {}))
    await using sdk = createSdk({ mes: { baseUrl: api.url, auth: { apiKey: 'key_123456' } } })
    await sdk.request({ api: 'mes', path: '/one' })
    const entries = lines.mock.calls.map(([line]) => JSON.parse(String(line)) as Readonly<Record<string, unknown>>)
    expect(entries.map(({ level, message }) => [level, message])).toEqual([
      ['debug', 'mes-crm-sdk: request sent'],
      ['debug', 'mes-crm-sdk: response received'],
    ])
    expect(entries[0]).toMatchObject({
      url: `${api.url}/one`,
      headers: { 'x-api-key': '[redacted]' },
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
    })
  })

  test('sets the level of a given logger', async () => {
    vi.stubEnv('MES_CRM_LOG', 'debug')
    await using api = await startApi((response) => json(response, 200, {}))
    const debug = vi.fn<() => void>()
    const ignore = (): void => {}
    const logger = { debug, info: ignore, warn: ignore, error: ignore }
    await using sdk = createSdk({ mes: { baseUrl: api.url }, logger, logLevel: 'error' })
    await sdk.request({ api: 'mes', path: '/one' })
    expect(debug).toHaveBeenCalledTimes(2)
  })

  test('is refused where it names no level', () => {
    vi.stubEnv('MES_CRM_LOG', 'all')
    expect(() => createSdk({ mes: { baseUrl: 'http://127.0.0.1:1' } })).toThrow(
      'MES_CRM_LOG: expected debug, info, warn, error, got "all"',
    )
  })
})
