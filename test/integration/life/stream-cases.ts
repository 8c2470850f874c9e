import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type CalculateRequest, createSdk, type Sdk } from '../../../src/index.ts'
import { binaryBody, binaryPart, createClient, type OperationDefinition, z } from '../../../src/runtime.ts'
import { MISDEEDS } from '../../support/misdeeds.ts'
import { bigStl } from '../../unit/model/support/models.ts'
import { HELD_QUANTITY, letPrice, priceAsked } from './answering-fetch.ts'
import { type Case, failing, type GivenStream, troublesome } from './misbehaving-streams.ts'

const given = new Map<string, GivenStream>()

/** Streams that were given to a call, and are open still. */
export const unended = (): readonly string[] => [...given].filter(([, { ended }]) => !ended()).map(([name]) => name)

type Request = CalculateRequest<'EUR'>
const request = (model: unknown, more: object = {}): Request =>
  ({ model, format: 'STL', materialCode: 'AU585', quantity: 2, currency: 'EUR', ...more }) as Request

const first = async (results: AsyncIterable<{ readonly error?: unknown }>): Promise<void> => {
  for await (const { error } of results) {
    if (error !== undefined) throw error
    return
  }
}

type Ask = (model: unknown) => Promise<unknown>

/** A call that is refused before its stream is read, and what it is told. */
const refusals = (sdk: Sdk, closed: Sdk, spoolless: Sdk): Readonly<Record<string, readonly [Ask, string]>> => {
  const { calculate, calculateMany } = sdk.mes.quotes
  const aborted = AbortSignal.abort(new Error('enough'))
  return {
    'for its quantity': [(model) => calculate(request(model, { quantity: 0 })), 'mes.quotes.calculate: quantity'],
    'for a member that is unknown': [(model) => calculate(request(model, { size: 1 })), 'mes.quotes.calculate: size'],
    'for its time limit': [(model) => calculate(request(model), { timeout: 'soon' as never }), 'mes.quotes.calculate: timeout'],
    'for what is no signal': [
      (model) => calculate(request(model), { signal: { aborted: false } as never }),
      'mes.quotes.calculate: signal',
    ],
    'for what looks like a signal': [
      (model) => calculate(request(model), { signal: Object.create(AbortSignal.prototype) as AbortSignal }),
      'TypeError',
    ],
    'for its onProgress': [(model) => calculate(request(model), { onProgress: 1 as never }), 'mes.quotes.calculate: onProgress'],
    'for options that are null': [(model) => calculate(request(model), null as never), 'mes.quotes.calculate: options'],
    'for a getter that throws': [
      (model) =>
        calculate(
          Object.defineProperty(request(model), 'quantity', {
            get: () => {
              throw new Error('the getter throws')
            },
          }),
        ),
      'the getter throws',
    ],
    'by an aborted signal': [(model) => calculate(request(model), { signal: aborted }), 'Error: enough'],
    'by a closed SDK': [(model) => closed.mes.quotes.calculate(request(model)), 'ClosedError'],
    'since it can be kept nowhere': [(model) => spoolless.mes.quotes.calculate(request(model)), 'ModelError'],
    'with a whole list, for its concurrency': [
      async (model) => calculateMany([request(model)], { concurrency: 0 }),
      'ConfigurationError: concurrency',
    ],
    'with a whole list, for what is no signal': [
      async (model) => calculateMany([request(model)], { signal: 1 as never }),
      'mes.quotes.calculate: signal',
    ],
    'with a whole list, by an aborted signal': [
      (model) => first(calculateMany([request(model)], { signal: aborted })),
      'Error: enough',
    ],
    'with a set, by an aborted signal': [
      (model) => first(calculateMany(new Set([request(model)]), { signal: aborted })),
      'Error: enough',
    ],
    'once it was taken from a generator, by an aborted signal': [
      (model) =>
        first(
          calculateMany(
            (function* () {
              yield request(model)
            })(),
            { signal: aborted },
          ),
        ),
      'Error: enough',
    ],
    'before its turn has come': [
      async (model) => {
        const leaving = new AbortController()
        const begun = Promise.withResolvers<void>()
        const before = new Readable({ read: () => begun.resolve() })
        const results = first(calculateMany([request(before), request(model)], { concurrency: 1, signal: leaving.signal }))
        await begun.promise
        leaving.abort(new Error('enough'))
        return results
      },
      'Error: enough',
    ],
  }
}

/** What has failed before it is taken from a generator was not given by then. */
const isGivenInTime = (how: string, kind: string): boolean => !(how.includes('generator') && kind.endsWith('has just failed'))

const refused = (sdk: Sdk, closed: Sdk, spoolless: Sdk, folder: string): readonly Case[] =>
  Object.entries(refusals(sdk, closed, spoolless)).flatMap(([how, [ask, expected]], index) =>
    Object.entries({ ...failing(join(folder, `missing-${index}.stl`)), ...troublesome() })
      .filter(([kind]) => isGivenInTime(how, kind))
      .map(([kind, make]) => caseOf(`${kind}, refused ${how}`, make, ask, expected)),
  )

const caseOf = (name: string, make: () => GivenStream, ask: Ask, expected: string): Case => ({
  name,
  play: () => {
    const stream = make()
    given.set(name, stream)
    return ask(stream.model)
  },
  expected,
})

const part = bigStl(1)

/** Calls that end in the middle of a stream. */
const broken = (sdk: Sdk, small: Sdk): readonly Case[] => [
  ...Object.keys(troublesome()).flatMap((kind) => {
    const leaving = new AbortController()
    const make = (parts: readonly unknown[], reached = (): void => {}): GivenStream => {
      const stream = troublesome({ parts, reached })[kind]?.()
      if (stream === undefined) throw new Error(`no ${kind}`)
      return stream
    }
    return [
      caseOf(
        `${kind}, left while it is silent`,
        () => make([part], () => leaving.abort(new Error('enough'))),
        (model) => sdk.mes.quotes.calculate(request(model), { signal: leaving.signal }),
        'Error: enough',
      ),
      caseOf(
        `${kind}, that is too large`,
        () => make([part]),
        (model) => small.mes.quotes.calculate(request(model)),
        'ModelError: model',
      ),
      caseOf(
        `${kind}, that gives no bytes`,
        () => make([7]),
        (model) => sdk.mes.quotes.calculate(request(model)),
        'ModelError: model',
      ),
    ]
  }),
  ...Object.entries(MISDEEDS)
    .filter(([what]) => what !== 'never settles')
    .map(([what, trouble]) =>
      caseOf(
        `an iterable whose next() ${what}`,
        () => ({ model: { [Symbol.asyncIterator]: () => ({ next: trouble }) }, ended: () => true }),
        (model) => sdk.mes.quotes.calculate(request(model)),
        'its stream failed',
      ),
    ),
  caseOf(
    'an iterable without an iterator',
    () => ({ model: { [Symbol.asyncIterator]: () => undefined }, ended: () => true }),
    (model) => sdk.mes.quotes.calculate(request(model)),
    'its stream failed',
  ),
]

/** Streams of which the call has all bytes, or another call has. */
const read = (sdk: Sdk): readonly Case[] => [
  caseOf(
    'a Node stream that fails while its price is awaited',
    () => {
      const stream = Readable.from([bigStl(2)], { objectMode: false })
      return { model: stream, ended: () => stream.closed }
    },
    async (model) => {
      const priced = sdk.mes.quotes.calculate(request(model, { quantity: HELD_QUANTITY }))
      await priceAsked
      if (model instanceof Readable) model.emit('error', new Error('it broke late'))
      letPrice()
      return priced
    },
    'answered',
  ),
  ...Object.entries({
    'a Node stream': () => Readable.from([bigStl(3)], { objectMode: false }),
    'an async generator': async function* () {
      yield bigStl(3)
    },
    'a web stream': () => ReadableStream.from([bigStl(3)]),
  }).flatMap(([kind, make]) => {
    const twice = async (more: object): Promise<unknown> => {
      const model = make()
      const priced = sdk.mes.quotes.calculate(request(model))
      const second = await sdk.mes.quotes.calculate(request(model, more)).catch((error: unknown) => error)
      await priced
      throw second
    }
    return [
      { name: `${kind} that is given twice`, play: () => twice({}), expected: 'ModelError: model' },
      {
        name: `${kind} that is given twice, and refused`,
        play: () => twice({ quantity: 0 }),
        expected: 'mes.quotes.calculate: quantity',
      },
    ]
  }),
]

const withBody = (id: string, path: string, as: 'bytes' | 'multipart' | 'json', body: z.ZodType): OperationDefinition => ({
  id,
  api: 'files',
  method: 'PUT',
  path,
  request: z.strictObject({ body }),
  responses: { 200: z.unknown() },
  schemaFingerprint: '1',
  body: { type: as === 'json' ? 'application/json' : `${as}/form-data`, as },
})
const early = withBody('files.put', '/early', 'bytes', binaryBody)
const form = withBody('files.post', '/early', 'multipart', z.strictObject({ file: binaryPart }))

/** Streams in the bodies of requests. */
const bodies = (folder: string): readonly Case[] => {
  const options = { baseUrl: 'https://files.example/v1', retries: 0 }
  const client = createClient((caller) => caller, options)
  const answering = createClient((caller) => caller, { ...options, middleware: [() => Response.json({})] })
  const closed = createClient((caller) => caller, options)
  void closed.close()
  const web: Readonly<Record<string, readonly [Ask, string]>> = {
    'answered early': [(body) => client.api.call(early, { body }), 'answered'],
    'answered by middleware': [(body) => answering.api.call(early, { body }), 'answered'],
    'refused by an aborted signal': [
      (body) => client.api.call(early, { body }, { signal: AbortSignal.abort(new Error('enough')) }),
      'Error: enough',
    ],
    'refused for its time limit': [(body) => client.api.call(early, { body }, { timeout: 0 }), 'files.put: timeout'],
    'refused by a closed client': [(body) => closed.api.call(early, { body }), 'ClosedError'],
  }
  const other: Readonly<Record<string, readonly [Ask, string]>> = {
    'as a body of bytes': [(body) => client.api.call(early, { body }), 'files.put: body'],
    'as a part of a form': [(file) => client.api.call(form, { body: { file } }), 'files.post: body.file'],
    'as a body of JSON': [
      (body) => client.request({ method: 'POST', path: '/works', body }),
      'request: body: expected a JSON value, got a stream',
    ],
    'as a body of JSON, by a closed client': [(body) => closed.request({ method: 'POST', path: '/works', body }), 'ClosedError'],
  }
  return [
    ...Object.entries(web).flatMap(([how, [ask, expected]]) =>
      Object.entries(troublesome())
        .filter(([kind]) => kind.includes('web'))
        .map(([kind, make]) => caseOf(`a body of ${kind}, ${how}`, make, ask, expected)),
    ),
    ...Object.entries(other).flatMap(([how, [ask, expected]], index) =>
      Object.entries(failing(join(folder, `missing-body-${index}.bin`)))
        .filter(([kind]) => kind.startsWith('a Node stream'))
        .map(([kind, make]) => caseOf(`${kind}, refused ${how}`, make, ask, expected)),
    ),
    {
      name: 'a body that JSON cannot take',
      play: () => client.request({ method: 'POST', path: '/works', body: { size: 1n } }),
      expected: 'TypeError',
    },
  ]
}

export const streamCases = (folder: string): readonly Case[] => {
  const mes = { baseUrl: 'https://mes.example/v1' }
  const sdk = createSdk({ mes, pricing: { spoolFolder: folder } })
  const small = createSdk({ mes, pricing: { spoolFolder: folder, maxModelBytes: part.length - 1 } })
  const spoolless = createSdk({ mes, pricing: { spoolFolder: join(folder, 'nowhere') } })
  const closed = createSdk({ mes })
  void closed.close()
  return [...refused(sdk, closed, spoolless, folder), ...broken(sdk, small), ...read(sdk), ...bodies(folder)]
}
