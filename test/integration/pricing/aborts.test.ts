import { join } from 'node:path'
import { type CalculateOptions, type CalculateRequest, isClosedError } from 'mes-crm-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeHollowStl } from '../../unit/model/support/models.ts'
import { failureOf, type Partner, startPartner, succeeded, until } from './faulty-mes.ts'
import { newBody, priced, startTestMes, type TestMes } from './mes.ts'

let mes: TestMes
beforeAll(async () => void (mes = await startTestMes()))
afterAll(() => mes.close())

/** A request at which a calculation stands still, until it is let go on. */
interface Stop {
  readonly reached: () => Promise<void>
  readonly release: () => void
}

const stopAt = ({ proxy }: Partner, operation: string): Stop => {
  const hold = Promise.withResolvers<void>()
  proxy.always(operation, { kind: 'hold', until: hold.promise })
  return {
    reached: () => until(() => expect(proxy.seen(operation).length).toBeGreaterThan(0)),
    release: () => {
      proxy.always(operation, 'through')
      hold.resolve()
    },
  }
}

const STEPS = ['models.create', 'uploads.put', 'models.complete', 'models.get', 'quotes.create', 'quotes.get'] as const

/** What is sent by both calculations together: what the API has is neither uploaded nor created again. */
const CONTINUED: Readonly<Record<(typeof STEPS)[number], Readonly<Record<string, number>>>> = {
  'models.create': { 'models.create': 2, 'uploads.put': 1, 'quotes.create': 1 },
  'uploads.put': { 'models.create': 2, 'uploads.put': 2, 'quotes.create': 1 },
  'models.complete': { 'models.create': 2, 'quotes.create': 1 },
  'models.get': { 'models.create': 2, 'uploads.put': 1, 'quotes.create': 1 },
  'quotes.create': { 'models.create': 1, 'uploads.put': 1, 'quotes.create': 2 },
  'quotes.get': { 'models.create': 1, 'uploads.put': 1, 'quotes.create': 2 },
}

const PHASES = ['hashing', 'waiting', 'uploading', 'analyzing', 'calculating'] as const

/** The last phase of a calculation that comes as far as there. */
const LAST_PHASE: Readonly<Record<(typeof STEPS)[number], (typeof PHASES)[number]>> = {
  'models.create': 'waiting',
  'uploads.put': 'uploading',
  'models.complete': 'uploading',
  'models.get': 'analyzing',
  'quotes.create': 'calculating',
  'quotes.get': 'calculating',
}

const streamed = (body: Uint8Array): CalculateRequest<'EUR'> => priced(new Blob([Buffer.from(body)]).stream())

describe.concurrent.each(STEPS)('a calculation that waits for %s', (step) => {
  it('rejects with the reason of its signal, ends what it sent, and the next one goes on with what the API has', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    const stop = stopAt(partner, step)
    const body = newBody()
    const controller = new AbortController()
    const failed = failureOf(sdk.mes.quotes.calculate(streamed(body), { signal: controller.signal }))
    await stop.reached()
    const reason = new Error('enough')
    controller.abort(reason)
    expect(await failed).toBe(reason)
    await partner.settled(controller.signal)
    stop.release()
    const quote = await succeeded(sdk.mes.quotes.calculate(streamed(body)))
    const quotes = await sdk.mes.quotes.list({ modelId: quote.request.modelId })
    expect(quotes.items.map(({ id }) => id)).toEqual([quote.id])
    const keys = new Set(proxy.seen('quotes.create').map(({ headers }) => headers['idempotency-key']))
    expect(keys.size).toBe(1)
    expect(proxy.counts()).toMatchObject(CONTINUED[step])
    await partner.settled()
  })

  it('rejects with a TimeoutError when its time is over', async () => {
    await using partner = await startPartner(mes)
    const stop = stopAt(partner, step)
    const { signal } = new AbortController()
    const told: string[] = []
    const onProgress: CalculateOptions['onProgress'] = ({ phase }) => void told.push(phase)
    const error = await failureOf(
      partner.sdk.mes.quotes.calculate(streamed(newBody()), { signal, timeout: '1800ms', onProgress }),
    )
    const message = expect.stringContaining(`no price within 1800 ms, while ${told.at(-1)}`) as string
    expect(error).toMatchObject({ kind: 'timeout', operation: 'quotes.calculate', message })
    // Beside load it may not have come so far.
    expect(PHASES.slice(0, PHASES.indexOf(LAST_PHASE[step]) + 1)).toContain(told.at(-1))
    await partner.settled(signal)
    stop.release()
  })

  it('goes on for one caller when another one leaves', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    const stop = stopAt(partner, step)
    const body = newBody()
    const controller = new AbortController()
    // The one who leaves is the one whose bytes are sent.
    const leaving = failureOf(sdk.mes.quotes.calculate(streamed(body), { signal: controller.signal }))
    await stop.reached()
    const phases: string[] = []
    const staying = sdk.mes.quotes.calculate(streamed(body), { onProgress: ({ phase }) => void phases.push(phase) })
    await until(() => expect(phases).toContain('waiting'))
    controller.abort()
    expect(await leaving).toBe(controller.signal.reason)
    stop.release()
    await succeeded(staying)
    expect(proxy.counts()).toMatchObject({ 'models.create': 1, 'uploads.put': 1, 'models.complete': 1, 'quotes.create': 1 })
    await partner.settled(controller.signal)
  })

  it('rejects with a ClosedError when the SDK is closed, which frees everything', async () => {
    await using partner = await startPartner(mes)
    const stop = stopAt(partner, step)
    const { signal } = new AbortController()
    const failed = failureOf(partner.sdk.mes.quotes.calculate(streamed(newBody()), { signal }))
    await stop.reached()
    await partner.sdk.close()
    expect(isClosedError(await failed)).toBe(true)
    await partner.settled(signal)
    stop.release()
  })
})

describe.concurrent('a calculation whose model is still read', () => {
  const hollow = async ({ folder }: Partner): Promise<string> => {
    const path = join(folder, 'hollow.stl')
    await writeHollowStl(path, 40_000_000)
    return path
  }
  const silent = (): ReadableStream<Uint8Array> => new ReadableStream({ start: (controller) => controller.enqueue(newBody()) })
  const endings: readonly (readonly [
    string,
    (begun: Promise<unknown>, partner: Partner) => { readonly options: CalculateOptions; readonly expected: object },
  ])[] = [
    [
      'is aborted',
      (begun) => {
        const controller = new AbortController()
        const reason = new Error('enough')
        void begun.then(() => controller.abort(reason))
        return { options: { signal: controller.signal }, expected: { message: 'enough' } }
      },
    ],
    ['runs out of time', () => ({ options: { timeout: '60ms' }, expected: { kind: 'timeout' } })],
    [
      'is closed with its SDK',
      (begun, { sdk }) => {
        void begun.then(() => sdk.close())
        return { options: {}, expected: { kind: 'closed' } }
      },
    ],
  ]

  it.each(endings)('from a big file ends at once where it %s; its thread and the file are closed', async (_how, ending) => {
    await using partner = await startPartner(mes)
    const begun = Promise.withResolvers<void>()
    const { options, expected } = ending(begun.promise, partner)
    const onProgress: CalculateOptions['onProgress'] = ({ phase, bytes }) =>
      void (phase === 'hashing' && bytes > 0 && begun.resolve())
    expect(
      await failureOf(partner.sdk.mes.quotes.calculate(priced(await hollow(partner)), { ...options, onProgress })),
    ).toMatchObject(expected)
    expect(partner.proxy.counts()).toEqual({})
    await partner.settled(options.signal)
  })

  it.each(endings)('from a stream that has fallen silent ends at once where it %s; its file is removed', async (_how, ending) => {
    await using partner = await startPartner(mes)
    const { options, expected } = ending(
      until(() => expect(partner.spooled()).resolves.toHaveLength(1)),
      partner,
    )
    expect(await failureOf(partner.sdk.mes.quotes.calculate(priced(silent()), options))).toMatchObject(expected)
    expect(partner.proxy.counts()).toEqual({})
    await partner.settled(options.signal)
  })
})
