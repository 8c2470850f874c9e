import { type CalculateRequest, createSdk, isCalculationError, type SdkOptions } from '../../../src/index.ts'
import { serve } from '../../support/child.ts'

/** A process that calculates prices through the SDK; its options are the first argument. */
const sdk = createSdk(JSON.parse(process.argv[2] ?? '') as SdkOptions)
let phases: string[] = []

/** Phases that the calculations of this process have seen since the last call. */
const takePhases = (): readonly string[] => {
  const seen = [...new Set(phases)]
  phases = []
  return seen
}

serve({
  ready: () => sdk.ready(),
  /** As many calls at once; the ids of their quotes, and where they came from. */
  calculate: async ({ request, count }: { readonly request: CalculateRequest<'EUR'>; readonly count: number }) => {
    const call = () => sdk.mes.quotes.calculate(request, { timeout: '2m', onProgress: ({ phase }) => void phases.push(phase) }).withMeta()
    const results = await Promise.all(Array.from({ length: count }, call))
    return { ids: [...new Set(results.map(({ value }) => value.id))], sources: [...new Set(results.map(({ cache }) => cache.source))] }
  },
  takePhases,
  fails: async ({ request }: { readonly request: CalculateRequest<'EUR'> }) => {
    const error: unknown = await sdk.mes.quotes.calculate(request).then(() => undefined, (cause: unknown) => cause)
    return isCalculationError(error) ? error.code : String(error)
  },
  close: () => sdk.close(),
})
