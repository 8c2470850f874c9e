import { createSdk, type CacheOptions, type Sdk } from 'mes-crm-sdk'
import { startMes } from '../mes/start.ts'
import { partnerApiKey } from '../shared/api/token.ts'
import { DEMO_SECRET } from '../shared/service/options.ts'
import { prism } from './prism.ts'
import { type BurstRequest, priceAlone } from './price-alone.ts'

const PARTNER = 'partner_07'

/** A burst of price calculations that services of one partner ask for, all at once. */
export interface BurstOptions {
  /** Services, each with an SDK of its own. Without Redis they are one. */
  readonly services: number
  readonly calls: number
  /** Different prices among them. */
  readonly distinct: number
  /** Median of the duration of a calculation, in milliseconds. Two calculators work, in the company for 96 s each. */
  readonly medianMs: number
  readonly cache: CacheOptions
}

export interface BurstResult {
  readonly calls: number
  readonly distinct: number
  /** Calculations that MES began. */
  readonly calculations: number
  readonly uploads: number
  /** Requests of calculations that MES got. */
  readonly requests: number
  readonly seconds: number
}

/** Each call asks MES for itself, and MES calculates what it is asked for. */
export const runAlone = (options: BurstOptions): Promise<BurstResult> =>
  run({ ...options, cache: {} }, false, (sdk, request) => priceAlone(sdk, request))

/** Calls share what others have asked for, through the cache. */
export const runShared = (options: BurstOptions): Promise<BurstResult> =>
  run(options, true, async (sdk, request) => void (await sdk.mes.quotes.calculate(request)))

async function run(
  { services, calls, distinct, medianMs, cache }: BurstOptions,
  shares: boolean,
  price: (sdk: Sdk, request: BurstRequest) => Promise<void>,
): Promise<BurstResult> {
  // A bought MES need not look whether it calculates something already.
  const mes = await startMes({ seed: { orders: 1 }, cache: shares ? cache : 'off', quotes: { medianMs, reuse: shares } })
  const sdks = Array.from({ length: services }, () =>
    createSdk({
      mes: { baseUrl: `${mes.url}/v1`, auth: { apiKey: partnerApiKey(PARTNER, DEMO_SECRET) } },
      cache: { ...cache, principal: `partner:${PARTNER}` },
      timeout: '10m',
    }),
  )
  try {
    const requests = requestsOf(distinct)
    await Promise.all(sdks.map((sdk) => sdk.ready()))
    const startedAt = performance.now()
    await Promise.all(
      Array.from({ length: calls }, async (_, index) => {
        const [sdk, request] = [sdks[index % services], requests[Math.floor(index / services) % distinct]]
        if (sdk !== undefined && request !== undefined) await price(sdk, request)
      }),
    )
    const seconds = (performance.now() - startedAt) / 1_000
    const { requests: counts, work } = mes.stats()
    const total = Object.entries(counts)
      .filter(([name]) => /^(models|quotes|uploads)\./.test(name))
      .reduce((sum, [, count]) => sum + count, 0)
    return {
      calls,
      distinct,
      calculations: work['calculations.begun'] ?? 0,
      uploads: counts['uploads.put'] ?? 0,
      requests: total,
      seconds,
    }
  } finally {
    await Promise.all(sdks.map((sdk) => sdk.close()))
    await mes.close()
  }
}

/** Four models, each in several quantities. */
function requestsOf(distinct: number): readonly BurstRequest[] {
  return Array.from({ length: distinct }, (_, index) => ({
    model: prism(8 + (index % 4)),
    fileName: `prism-${index % 4}.stl`,
    materialCode: 'AU585',
    quantity: 1 + Math.floor(index / 4),
    currency: 'EUR',
  }))
}
