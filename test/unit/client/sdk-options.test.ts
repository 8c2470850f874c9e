import { describe, expect, test } from 'vitest'
import { createSdk, isConfigurationError, type SdkOptions } from '../../../src/index.ts'

const mes = { baseUrl: 'https://mes.example/v1' }
const redis = 'redis://:s3cr3t@cache.invalid:6379'
const who = { namespace: 'n', principal: 'p' }

/** What `createSdk` says to options that it refuses. */
const refusal = (options: unknown): string => {
  try {
    createSdk(options as SdkOptions)
  } catch (error) {
    if (isConfigurationError(error)) return error.message
    throw error
  }
  throw new Error('the options were accepted')
}

describe('a wrong option is refused with its name, what was given and what is allowed', () => {
  test.each<[string, unknown, string | RegExp]>([
    ['no options', undefined, 'options: expected object, got undefined'],
    ['a text', 'https://mes.example', 'options: expected object, got a text of 19 characters'],
    ['neither API', {}, 'options: expected mes or crm, got neither'],
    ['an API that is undefined', { mes: undefined }, /^mes: expected a value, got undefined; leave the option out instead$/],
    ['an API that is a URL', { mes: 'https://mes.example' }, 'mes: expected object, got a text of 19 characters'],
    ['an unknown option', { mes, timout: 5 }, 'options: unknown option "timout"'],
    ['an unknown option of an API', { mes: { ...mes, apiKey: 'x' } }, 'mes: unknown option "apiKey"'],
    ['an unknown option of the cache', { mes, cache: { principle: 'x' } }, 'cache: unknown option "principle"'],
    [
      'no base URL',
      { crm: { auth: { apiKey: 'x' } } },
      /^crm\.baseUrl: expected an absolute http or https URL.*, got undefined$/,
    ],
    ['another scheme', { mes: { baseUrl: 'ftp://mes.example' } }, /^mes\.baseUrl: .*, got "ftp:\/\/mes\.example"$/],
    ['a relative base URL', { mes: { baseUrl: '/v1' } }, /^mes\.baseUrl: .*, got "\/v1"$/],
    ['a base URL with a query', { mes: { baseUrl: 'https://mes.example/v1?' } }, /^mes\.baseUrl: /],
    ['a base URL with a fragment', { mes: { baseUrl: 'https://mes.example/v1#top' } }, /^mes\.baseUrl: /],
    ['a base URL with a blank', { mes: { baseUrl: 'https://mes.example/v1 ' } }, /^mes\.baseUrl: /],
    ['credentials that are undefined', { mes: { ...mes, auth: undefined } }, /^mes\.auth: expected a value, got undefined/],
    [
      'an empty API key',
      { mes: { ...mes, auth: { apiKey: '' } } },
      /^mes\.auth: expected \{ apiKey: text, in\?: \{ query: name \} \}, .*\{ bearer/,
    ],
    ['two ways at once', { mes: { ...mes, auth: { apiKey: 'a', bearer: 'b' } } }, /^mes\.auth: /],
    ['an unknown side', { mes: { ...mes, invalidates: 'both' } }, `mes.invalidates: expected 'client' or 'server', got "both"`],
    ['a timeout without a unit', { mes, timeout: '30' }, /^timeout: expected a number of milliseconds.*, got "30"$/],
    ['a timeout of 0', { mes, timeout: 0 }, /^timeout: .*above 0, got 0$/],
    ['a negative number of retries', { mes, retries: -1 }, 'retries: expected an integer from 0 to 10, got -1'],
    ['too many retries', { mes, retries: 11 }, 'retries: expected an integer from 0 to 10, got 11'],
    ['half a retry', { mes, retries: 1.5 }, 'retries: expected an integer from 0 to 10, got 1.5'],
    ['a limit of 0 for an attempt', { mes, attemptTimeout: 0 }, /^attemptTimeout: .*above 0, got 0$/],
    ['middleware that is no list', { mes, middleware: () => {} }, 'middleware: expected a list of functions, got a function'],
    ['middleware that is none', { mes, middleware: [5] }, 'middleware.0: expected a function, got 5'],
    ['a hook that is none', { mes, hooks: { onRequest: 'log' } }, 'hooks.onRequest: expected a function, got "log"'],
    ['a hook that there is not', { mes, hooks: { onAnswer: () => {} } }, 'hooks: unknown option "onAnswer"'],
    [
      'a logger without a method',
      { mes, logger: { info: () => {} } },
      'logger: expected an object with functions debug, info, warn, error, got an object',
    ],
    [
      'a level that there is not',
      { mes, logLevel: 'trace' },
      "logLevel: expected 'debug', 'info', 'warn', 'error', got \"trace\"",
    ],
    ['a header without a name', { mes, redactHeaders: ['x y'] }, 'redactHeaders.0: expected a name of a header, got "x y"'],
    [
      'a token server without a URL',
      { mes: { ...mes, auth: { oauth2: { tokenUrl: 'x', clientId: 'a', clientSecret: 'b' } } } },
      /^mes\.auth\.oauth2\.tokenUrl: expected an absolute http or https URL/,
    ],
    [
      'a client without a secret',
      { mes: { ...mes, auth: { oauth2: { tokenUrl: 'https://a/t', clientId: 'a' } } } },
      /^mes\.auth\.oauth2\.clientSecret: expected a text of at least 1 character, got undefined$/,
    ],
    [
      'a member of the credentials that there is not',
      { mes: { ...mes, auth: { oauth2: { tokenUrl: 'https://a/t', clientId: 'a', clientSecret: 'b', scopes: [] } } } },
      'mes.auth.oauth2: unknown option "scopes"',
    ],
    ['an answer of no bytes', { mes, maxResponseBytes: 0 }, 'maxResponseBytes: expected an integer >= 1, got 0'],
    ['a cache that is undefined', { mes, cache: undefined }, /^cache: expected a value, got undefined/],
    [
      'Redis that is undefined',
      { mes, cache: { redis: undefined, ...who } },
      'cache.redis: expected a value, got undefined; leave the option out instead',
    ],
    [
      'Redis that is empty',
      { mes, cache: { redis: '', namespace: 'n', principal: 'p' } },
      /^cache\.redis: expected a value, got ""/,
    ],
    [
      'another scheme for Redis',
      { mes, cache: { redis: 'http://x', ...who } },
      /^cache\.redis: .*rediss:\/\/ URL.*, got a text of 8 characters$/,
    ],
    ['Redis without a principal', { mes, cache: { redis, namespace: 'n' } }, /^cache\.principal: required with cache\.redis/],
    ['Redis without a namespace', { mes, cache: { redis, principal: 'p' } }, /^cache\.namespace: required with redis/],
    [
      'a principal with half of a character',
      { mes, cache: { principal: 'user:\ud83d' } },
      /^cache\.principal: expected .* well-formed Unicode, got "user:\\ud83d"$/,
    ],
    ['an empty principal', { mes, cache: { principal: '' } }, /^cache\.principal: expected a value, got ""/],
    [
      'a namespace with a colon',
      { mes, cache: { namespace: 'a:b' } },
      /^cache\.namespace: expected 1 to 64 characters.*, got "a:b"$/,
    ],
    ['a bound that is no duration', { mes, cache: { maxStaleness: '1 s' } }, /^cache\.maxStaleness: .*, got "1 s"$/],
  ])('%s', (_name, options, said) => {
    const message = refusal(options)
    const fits = typeof said === 'string' ? message === said : said.test(message)
    expect({ message, fits }).toEqual({ message, fits: true })
  })

  test('and several wrong options are named together', () => {
    expect(refusal({ mes: { baseUrl: 'x' }, retries: 99 })).toMatch(/^mes\.baseUrl: .*; retries: /)
  })
})

describe('no refusal repeats credentials', () => {
  test.each<[string, unknown]>([
    ['a Redis URL', { mes, cache: { redis, namespace: 'a:b' } }],
    ['a Redis URL without a scheme', { mes, cache: { redis: ':s3cr3t@cache:6379', namespace: 'n', principal: 'p' } }],
    ['a Redis URL in place of the cache', { mes, cache: redis }],
    ['a Redis URL in place of everything', redis],
    ['Redis options', { mes, cache: { redis: { password: 's3cr3t' }, principal: 'p' } }],
    ['an API key in place of the credentials', { mes: { ...mes, auth: 's3cr3t' } }],
    [
      'a client secret that is no text',
      {
        mes: { ...mes, auth: { oauth2: { tokenUrl: 'https://user:s3cr3t@a/t', clientId: 's3cr3t', clientSecret: ['s3cr3t'] } } },
      },
    ],
    ['an API key that cannot be sent', { mes: { ...mes, auth: { apiKey: 's3cr3t\n' } } }],
    ['a token that cannot be sent', { mes: { ...mes, auth: { bearer: 's3cr3t…' } } }],
    ['a misspelt way', { mes: { ...mes, auth: { apikey: 's3cr3t' } } }],
    ['a base URL with a password', { mes: { baseUrl: 'https://user:s3cr3t@mes.example/v1' } }],
    ['a base URL with a long password', { mes: { baseUrl: `https://user:s3cr3t${'x'.repeat(99)}@mes.example/v1` } }],
    ['a URL with a password in place of an API', { mes: 'https://user:s3cr3t@mes.example/v1' }],
  ])('%s', (_name, options) => {
    expect(refusal(options)).not.toContain('s3cr3t')
  })
})

describe('options that are right', () => {
  test.each<[string, SdkOptions]>([
    ['one API alone', { crm: { baseUrl: 'http://localhost:8080' } }],
    ['a base URL with a slash at its end', { mes: { baseUrl: 'https://mes.example/v1/' } }],
    [
      'every option',
      {
        mes: { ...mes, auth: { bearer: async () => 't' }, invalidates: 'server' },
        crm: { ...mes, auth: { apiKey: 'k' } },
        cache: { namespace: 'prod', principal: 'partner:42', maxStaleness: '500ms', memory: { maxBytes: 1_000 } },
        timeout: '10s',
        retries: 0,
        maxResponseBytes: 1_000,
      },
    ],
  ])('are accepted: %s', async (_name, options) => {
    expect(await createSdk(options).close()).toBe(0)
  })
})

describe('another identity', () => {
  const identify = (who: unknown) => {
    const sdk = createSdk({ mes })
    try {
      sdk.as(who as { principal: string })
    } finally {
      void sdk.close()
    }
  }

  test.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /^options: expected object/],
    ['no principal', {}, /^principal: expected a string of 1 to 256 characters of well-formed Unicode, got undefined$/],
    [
      'a principal with half of a character',
      { principal: 'user:\ud83d' },
      /^principal: expected .* well-formed Unicode, got "user:\\ud83d"$/,
    ],
    [
      'a principal with half of a character',
      { principal: 'user:\ud83d' },
      /^principal: expected .* well-formed Unicode, got "user:\\ud83d"$/,
    ],
    [
      'an empty principal',
      { principal: '' },
      /^principal: expected a string of 1 to 256 characters of well-formed Unicode, got ""$/,
    ],
    [
      'credentials that are undefined',
      { principal: 'p', auth: { mes: undefined } },
      /^auth\.mes: expected a value, got undefined/,
    ],
    ['credentials for another API', { principal: 'p', auth: { erp: { apiKey: 'k' } } }, /^auth: unknown option "erp"$/],
    ['credentials that are none', { principal: 'p', auth: { mes: 's3cr3t' } }, /^auth\.mes: .*got a text of 6 characters$/],
  ])('is refused with %s', (_name, who, said) => {
    expect(() => identify(who)).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.stringMatching(said) as string }) as Error,
    )
  })
})
