import type { Material } from '../shared/catalogue/materials.ts'
import type { Geometry } from '../shared/catalogue/models.ts'
import { metalMassOf, priceOf } from '../shared/catalogue/price.ts'
import type { Tariff } from '../shared/catalogue/tariff.ts'
import type { QuoteFailure, QuoteRequest, QuoteResult } from './quote.ts'

/** What a calculation takes into account. */
export interface Calculation {
  readonly request: QuoteRequest
  readonly geometry: Geometry
  readonly material: Material
  readonly finishCode: string
  readonly tariff: Tariff
}

/** What the foundry can make of one piece. */
export const CASTING_LIMITS = {
  /** Less metal does not fill its mould, in cubic millimetres. */
  leastVolumeMm3: 1,
  /** Longest edge of a piece that goes into the flask, in millimetres. */
  longestEdgeMm: 200,
  /** Metal that the crucible takes, in grams. */
  mostMetalG: 2_000,
} as const

/** Why a piece cannot be cast; null when it can be. */
export function failureOf({ geometry, material }: Pick<Calculation, 'geometry' | 'material'>): QuoteFailure | null {
  const { leastVolumeMm3, longestEdgeMm, mostMetalG } = CASTING_LIMITS
  const {
    volumeMm3,
    boundingBoxMm: { x, y, z },
  } = geometry
  const edge = Math.max(x, y, z)
  const mass = metalMassOf(geometry, material)
  if (volumeMm3 < leastVolumeMm3) {
    return { code: 'too-small-to-cast', detail: `A piece has ${volumeMm3} mm³; at least ${leastVolumeMm3} mm³ can be cast.` }
  }
  if (edge > longestEdgeMm) {
    return { code: 'too-large-to-cast', detail: `A piece is ${edge} mm long; at most ${longestEdgeMm} mm can be cast.` }
  }
  if (mass > mostMetalG) {
    return { code: 'too-heavy-to-cast', detail: `A piece has ${mass} g of metal; at most ${mostMetalG} g can be cast.` }
  }
  return null
}

/** The price of what can be cast; `validUntil` in milliseconds since 1970. */
export function resultOf({ request, geometry, material, finishCode, tariff }: Calculation, validUntil: number): QuoteResult {
  const { quantity, currency } = request
  return {
    ...priceOf({ material, geometry, finishCode, quantity, currency, tariff }),
    priceListVersion: tariff.priceList.version,
    algorithmVersion: tariff.algorithm.version,
    validUntil: new Date(validUntil).toISOString(),
  }
}
