import { setImmediate as nextTurn } from 'node:timers/promises'
import { createCache } from '../../../src/cache.ts'
import { createSdk, type SdkOptions } from '../../../src/index.ts'
import { MISDEEDS, thenable } from '../../support/misdeeds.ts'
import { bigStl } from '../../unit/model/support/models.ts'
import type { Case } from './misbehaving-streams.ts'

/** What any callback of a caller may do. */
const DEEDS: typeof MISDEEDS = { ...MISDEEDS, 'returns nothing': () => undefined }
const each = (play: (misdeed: () => unknown, what: string) => readonly Case[]): readonly Case[] =>
  Object.entries(DEEDS).flatMap(([what, misdeed]) => play(misdeed, what))

const mes = { baseUrl: 'https://mes.example/v1' }
const sdkWith = (options: Partial<SdkOptions>) => createSdk({ mes, retries: 0, ...options })
const works = { api: 'mes', path: '/works' } as const
const fails = { api: 'mes', path: '/fails' } as const
const silent = { api: 'mes', path: '/silent' } as const

/** Callbacks that are told something, and change nothing. */
const listeners = each((misdeed, what) => [
  ...['onRequest', 'onResponse', 'onRetry', 'onError'].map((hook) => ({
    name: `a hook ${hook} that ${what}`,
    play: async () => {
      const sdk = sdkWith({ hooks: { [hook]: misdeed }, retries: hook === 'onRetry' ? 1 : 0 })
      await sdk.request(works)
      await sdk.request(fails)
    },
    expected: 'fetch failed',
  })),
  {
    name: `a logger that ${what}`,
    play: async () => {
      const sdk = sdkWith({ logger: { debug: misdeed, info: misdeed, warn: misdeed, error: misdeed }, logLevel: 'debug' })
      await sdk.request(works)
      await sdk.request(fails)
    },
    expected: 'fetch failed',
  },
  {
    name: `onProgress that ${what}`,
    play: () =>
      sdkWith({}).mes.quotes.calculate(
        { model: bigStl(4), format: 'STL', materialCode: 'AU585', quantity: 2, currency: 'EUR' },
        { onProgress: misdeed },
      ),
    expected: 'answered',
  },
])

type Next = () => Promise<Response>
const throughMiddleware = (wrong: (next: Next) => unknown) =>
  sdkWith({ middleware: [(_attempt, next) => wrong(next) as Response] })

/** Middleware, which may answer, fail, or leave what it was given. */
const middleware = each((misdeed, what) => {
  const through = (
    name: string,
    wrong: (next: Next) => unknown,
    request: typeof works | typeof fails | typeof silent,
    expected: string,
  ): Case => ({
    name: `middleware that ${what}${name}`,
    play: () => throughMiddleware(wrong).request(request, { timeout: what === 'never settles' ? 50 : 30_000 }),
    expected: what === 'never settles' ? 'TimeoutError' : expected,
  })
  return [
    through('', misdeed, works, 'middleware failed'),
    ...[works, fails, silent].map((request) =>
      through(
        ` behind next() of ${request.path}`,
        (next) => {
          void next()
          return misdeed()
        },
        request,
        'middleware failed',
      ),
    ),
    through(
      ' behind two calls of next()',
      (next) => {
        void next()
        void next()
        return misdeed()
      },
      fails,
      'middleware failed',
    ),
  ]
})

const answer = async (): Promise<Response> => Response.json({})
const leftAttempts: readonly Case[] = [works, fails, silent].flatMap((request) => {
  const through = (name: string, wrong: (next: Next) => unknown, expected: string): Case => ({
    name: `middleware that ${name} at ${request.path}`,
    play: () => throughMiddleware(wrong).request(request),
    expected,
  })
  return [
    through(
      'answers without awaiting next()',
      (next) => {
        void next()
        return answer()
      },
      'answered',
    ),
    through('answers first', (next) => Promise.race([answer(), next()]), 'answered'),
    through(
      'answers with a thenable',
      (next) => {
        void next()
        return thenable(Response.json({}))
      },
      'answered',
    ),
    through(
      'answers with the second next()',
      (next) => {
        void next()
        return next()
      },
      'next() sends an attempt once',
    ),
    through(
      'answers once its attempt is under way',
      async (next) => {
        void next()
        await nextTurn()
        return Response.json({})
      },
      'answered',
    ),
    through(
      'calls next() after it has answered',
      async (next) => {
        setImmediate(() => void next())
        return Response.json({})
      },
      'answered',
    ),
  ]
})

const tokens = each((misdeed, what) => [
  {
    name: `a function for a token that ${what}`,
    play: () =>
      sdkWith({ mes: { ...mes, auth: { bearer: misdeed as () => string } } }).request(works, {
        timeout: what === 'never settles' ? 50 : 30_000,
      }),
    expected:
      what === 'never settles'
        ? 'TimeoutError'
        : what === 'returns nothing'
          ? 'ConfigurationError: auth.bearer'
          : 'no credentials could be had',
  },
])

const ttl = '1h'
const tags = ['a']
const cache = createCache()
const isThrown = (what: string): boolean => what.startsWith('throws') && what !== 'throws what has no text'

/** Callbacks of `createCache` that are wanted at once. */
const ofCache = each((misdeed, what) => {
  const refusedAs = (option: string): string =>
    isThrown(what) ? 'Error: it ' : what === 'throws what has no text' ? 'no error' : `ConfigurationError: ${option}`
  return [
    {
      name: `tags of a function that ${what}`,
      play: () => cache.getOrLoad({ key: ['tags', what], ttl, tags: misdeed as never }, () => 1),
      expected: refusedAs('tags'),
    },
    {
      name: `ttl of a function that ${what}`,
      play: () => cache.getOrLoad({ key: ['ttl', what], tags, ttl: misdeed as never }, () => 1),
      expected: refusedAs('ttl'),
    },
    {
      name: `tags of a mutation whose function ${what}`,
      play: () => cache.mutate(misdeed as never, () => 1),
      expected: 'answered',
    },
    {
      name: `a schema that ${what}`,
      play: () =>
        cache.getOrLoad(
          {
            key: ['schema', what],
            tags,
            ttl,
            schema: { '~standard': { version: 1, vendor: 'own', validate: misdeed as never } },
          },
          () => 1,
        ),
      expected: refusedAs('schema'),
    },
  ]
})

const keys: readonly Case[] = ['rejects', 'returns a promise of another realm that rejects'].map((what) => ({
  name: `a key of a function that ${what}`,
  play: () => cache.getMany({ ids: [1], key: MISDEEDS[what] as never, ttl, tags }, () => [1]),
  expected: 'ConfigurationError: key',
}))

/** A signal with a method that throws. */
const throwingSignal = (throwing: string): AbortSignal =>
  Object.assign(new AbortController().signal, {
    [throwing]: () => {
      throw new Error(`${throwing} throws`)
    },
  })

const loadFails = async (): Promise<number> => {
  await nextTurn()
  throw new Error('the load failed')
}

const signals: readonly Case[] = [
  ...[1, 'x', {}, { aborted: false }].map((signal) => ({
    name: `a signal that is ${JSON.stringify(signal)}`,
    play: () => cache.getOrLoad({ key: ['signal'], ttl, tags, signal: signal as never }, loadFails),
    expected: 'ConfigurationError: signal',
  })),
  ...['addEventListener', 'removeEventListener', 'throwIfAborted'].flatMap((throwing) =>
    (['use', 'reload'] as const).map((mode) => ({
      name: `a signal whose ${throwing} throws, in the mode ${mode}`,
      play: () =>
        cache.getOrLoad({ key: ['signal', throwing], cache: mode, ttl, tags, signal: throwingSignal(throwing) }, loadFails),
      expected: throwing === 'removeEventListener' ? 'the load failed' : `${throwing} throws`,
    })),
  ),
  {
    name: 'a loop over a list that begins after the list has failed',
    play: async () => {
      const items = sdkWith({})
        .mes.orders.list({ status: ['CLOSED'] })
        .items()
      await nextTurn()
      await nextTurn()
      for await (const item of items) return item
      return undefined
    },
    expected: 'ApiError',
  },
]

export const callbackCases = (): readonly Case[] => [
  ...listeners,
  ...middleware,
  ...leftAttempts,
  ...tokens,
  ...ofCache,
  ...keys,
  ...signals,
]
