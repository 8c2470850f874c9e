import { afterEach, describe, expect, test } from 'vitest'
import { json, startApi } from './support/api-server.ts'
import { requestTo, transportWith } from './support/sending.ts'

/** Where Node's `fetch` finds its dispatcher, of which this process gets others. */
const SLOTS = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'].map((name) => Symbol.for(name))
/** Node sets it when anything of `fetch` is used for the first time. */
const found = (_used: Headers): readonly unknown[] => SLOTS.map((slot): unknown => Reflect.get(globalThis, slot))
const given = found(new Headers())
const replace = (dispatcher: unknown): void =>
  SLOTS.forEach((slot, index) => given[index] !== undefined && Reflect.set(globalThis, slot, dispatcher))

const HASTY = { headersTimeout: 300, bodyTimeout: 300 }

/** A dispatcher of the process's own kind, which gives up after a moment. */
const hasty = (): unknown => {
  const Agent: unknown = (given.find((one) => typeof one === 'object' && one !== null && one.constructor.name === 'Agent') ?? {})
    .constructor
  if (typeof Agent !== 'function') throw new Error('no agent to be had')
  return Reflect.construct(Agent, [HASTY])
}

afterEach(() => SLOTS.forEach((slot, index) => given[index] !== undefined && Reflect.set(globalThis, slot, given[index])))

describe('how long a call may take is said by its own limits alone', () => {
  test('though the process gives up on headers, or on a pause in a body', async () => {
    const givenUp = Promise.withResolvers<void>()
    await using api = await startApi((response, { url }) => {
      if (url === '/paused') response.writeHead(200, { 'content-type': 'application/json' }).write('{')
      return givenUp.promise.then(() => (url === '/paused' ? response.end('}') : json(response, 200, {})))
    })
    replace(hasty())
    const plain = (path: string) => fetch(`${api.url}${path}`).then((response) => response.text())
    const ours = (path: string) => transportWith().send(requestTo(`${api.url}${path}`, { timeoutMs: 20 * 60_000 }))
    const answers = [ours('/late'), ours('/paused')]
    // Asked for later, so that whoever has the same limits has given up by then.
    const others = await Promise.allSettled([plain('/late'), plain('/paused')])
    expect(others.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    givenUp.resolve()
    expect(await Promise.all(answers)).toMatchObject([
      { body: {}, attempts: 1 },
      { body: {}, attempts: 1 },
    ])
  })

  test('and what the process uses to reach others, such as a proxy, is used', async () => {
    await using api = await startApi((response) => json(response, 200, {}))
    const original = given.find(
      (one): one is { dispatch: (options: object, answer: unknown) => boolean } =>
        typeof one === 'object' && one !== null && 'dispatch' in one,
    )
    const paths: unknown[] = []
    replace({
      dispatch: (options: { readonly path: string }, answer: unknown) => {
        paths.push(options.path)
        return original?.dispatch(options, answer)
      },
    })
    await transportWith().send(requestTo(`${api.url}/orders`))
    expect(paths).toEqual(['/orders'])
  })

  test('and a `fetch` that a test has put in its place is called', async () => {
    const { fetch: native } = globalThis
    globalThis.fetch = (url) => Promise.resolve(Response.json({ url }))
    try {
      expect(await transportWith().send(requestTo('http://mes.invalid/v1'))).toMatchObject({
        body: { url: 'http://mes.invalid/v1' },
      })
    } finally {
      globalThis.fetch = native
    }
  })
})
