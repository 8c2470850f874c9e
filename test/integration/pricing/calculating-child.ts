import { setTimeout as pause } from 'node:timers/promises'
import {
  type CalculateRequest,
  createSdk,
  isCalculationError,
  isTimeoutError,
  type PositionToken,
  type SdkOptions,
} from '../../../src/index.ts'
import { serve } from '../../support/child.ts'

/** A price that was answered. */
export interface PriceAnswer {
  /** By the clock that all processes of a machine share, in milliseconds. */
  readonly askedAt: number
  readonly version: string
  readonly source: string
}

const now = (): number => Number(process.hrtime.bigint()) / 1e6

/** A process that calculates prices through the SDK; its options are the first argument. */
const sdk = createSdk(JSON.parse(process.argv[2] ?? '') as SdkOptions)
const phases = new Set<string>()

serve({
  ready: () => sdk.ready(),
  /** As many calls at once; the ids of their quotes, and where they came from. */
  calculate: async ({
    request,
    count,
    atLeast = [],
  }: {
    readonly request: CalculateRequest<'EUR'>
    readonly count: number
    readonly atLeast?: readonly PositionToken[]
  }) => {
    const call = () =>
      sdk.mes.quotes.calculate(request, { timeout: '2m', onProgress: ({ phase }) => void phases.add(phase), atLeast }).withMeta()
    const results = await Promise.all(Array.from({ length: count }, call))
    return {
      ids: [...new Set(results.map(({ value }) => value.id))],
      sources: [...new Set(results.map(({ cache }) => cache.source))],
    }
  },
  /** Phases that the calculations of this process have seen so far. */
  phases: () => [...phases],
  /** Prices now one, now another request, several at a time, for so long; some callers leave early. What was answered, and when it was asked. */
  keepPricing: async ({ requests, forMs }: { readonly requests: readonly CalculateRequest<'EUR'>[]; readonly forMs: number }) => {
    const answers: PriceAnswer[] = []
    const until = now() + forMs
    const caller = async (): Promise<void> => {
      while (now() < until) {
        const request = requests[Math.floor(Math.random() * requests.length)]
        if (request === undefined) throw new Error('nothing to price')
        const askedAt = now()
        const timeout = Math.random() < 0.4 ? 1 + Math.random() * 200 : 4_000
        const answered = await sdk.mes.quotes
          .calculate(request, { timeout })
          .withMeta()
          .catch((error: unknown) => {
            if (!isTimeoutError(error)) throw error
          })
        if (answered !== undefined)
          answers.push({ askedAt, version: answered.value.result?.priceListVersion ?? '', source: answered.cache.source })
        await pause(Math.random() * 40)
      }
    }
    await Promise.all(Array.from({ length: 4 }, caller))
    return answers
  },
  fails: async ({ request }: { readonly request: CalculateRequest<'EUR'> }) => {
    const error: unknown = await sdk.mes.quotes.calculate(request).then(
      () => undefined,
      (cause: unknown) => cause,
    )
    return isCalculationError(error) ? error.code : String(error)
  },
  close: () => sdk.close(),
})
