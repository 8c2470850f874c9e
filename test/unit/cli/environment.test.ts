import { describe, expect, test } from 'vitest'
import { readEnvironment } from '../../../src/cli/environment.ts'

const base = { MES_BASE_URL: 'https://mes.example/v1', MES_API_KEY: 'key' }
const cache = { MES_CACHE_REDIS: 'redis://:secret@cache:6379', MES_CACHE_NAMESPACE: 'prod', MES_CACHE_PRINCIPAL: 'partner:42' }

describe('The environment', () => {
  test.each([
    ['the key of a partner', base, { apiKey: 'key' }],
    ['a bearer token', { MES_BASE_URL: base.MES_BASE_URL, MES_TOKEN: 'token' }, { bearer: 'token' }],
  ])('says where the API is, and who asks, by %s', (_, environment, auth) => {
    expect(readEnvironment(environment, undefined)).toEqual({ mes: { baseUrl: 'https://mes.example/v1', auth } })
  })

  test('is overruled by --base-url', () => {
    expect(readEnvironment(base, 'http://other/v1').mes?.baseUrl).toBe('http://other/v1')
    expect(readEnvironment({ MES_API_KEY: 'key' }, 'http://other/v1').mes?.baseUrl).toBe('http://other/v1')
  })

  test('names a shared cache', () => {
    expect(readEnvironment({ ...base, ...cache }, undefined).cache).toMatchObject({
      redis: 'redis://:secret@cache:6379',
      namespace: 'prod',
      principal: 'partner:42',
    })
  })

  test.each([
    [
      { MES_BASE_URL: undefined },
      'MES_BASE_URL: required, unless --base-url is given; where the MES API is, such as https://mes.example/v1',
    ],
    [{ MES_BASE_URL: '' }, 'MES_BASE_URL: expected a value, got an empty one'],
    [
      { MES_BASE_URL: 'mes.example' },
      'MES_BASE_URL: expected an absolute http or https URL without user, query, fragment and blanks, got "mes.example"',
    ],
    [{ MES_API_KEY: undefined }, 'MES_API_KEY: required, unless MES_TOKEN is set'],
    [{ MES_API_KEY: '' }, 'MES_API_KEY: expected a value, got an empty one'],
    [{ MES_TOKEN: 'token' }, 'MES_TOKEN: expected MES_API_KEY or MES_TOKEN, got both'],
    [{ MES_API_KEY: 'key\n' }, 'MES_API_KEY: expected printable ASCII without blanks around it, got a text of 4 characters'],
    [{ ...cache, MES_CACHE_NAMESPACE: undefined }, 'MES_CACHE_NAMESPACE: required, since MES_CACHE_REDIS is set'],
    [{ ...cache, MES_CACHE_PRINCIPAL: undefined }, 'MES_CACHE_PRINCIPAL: required, since MES_CACHE_REDIS is set'],
    [{ ...cache, MES_CACHE_REDIS: undefined }, 'MES_CACHE_REDIS: required, since MES_CACHE_NAMESPACE is set'],
    [{ ...cache, MES_CACHE_REDIS: '' }, 'MES_CACHE_REDIS: expected a value, got an empty one'],
    [{ ...cache, MES_CACHE_PRINCIPAL: '' }, 'MES_CACHE_PRINCIPAL: expected a value, got an empty one'],
  ])('with %j is refused, by the name of the variable', (change, message) => {
    expect(() => readEnvironment({ ...base, ...change }, undefined)).toThrow(
      expect.objectContaining({ name: 'UsageError', message }),
    )
  })

  test('that is wrong is told without its secrets', () => {
    expect(() => readEnvironment({ ...base, MES_API_KEY: 'schlüssel' }, undefined)).toThrow(/^(?!.*schl)/)
    expect(() => readEnvironment(base, 'https://me:word@mes.example')).toThrow(/^--base-url: (?!.*word)/)
  })
})
