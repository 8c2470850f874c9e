import type { Money } from '../orders/order.ts'
import type { Material } from './materials.ts'
import type { Geometry } from './models.ts'

/** Every change of the tables below is a new price list: quotes name the one they were made with. */
export const PRICE_LIST_VERSION = '2026-01'
export const ALGORITHM_VERSION = '1.0'

export const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF'] as const
export type Currency = (typeof CURRENCIES)[number]

const PER_EURO: Readonly<Record<Currency, number>> = { EUR: 1, USD: 1.09, GBP: 0.85, CHF: 0.96 }
const EURO_PER_GRAM_OF_PURE_METAL: Readonly<Record<Material['metal'], number>> = {
  GOLD: 74, SILVER: 0.92, PLATINUM: 31, PALLADIUM: 30,
}
const FINISH_EURO_PER_CM2: Readonly<Record<string, number>> = { RAW: 0, MATTE: 0.9, POLISHED: 1.4, RHODIUM: 2.6 }
const CASTING_LOSS = 1.08
const SETUP_EURO = 18
const PREPARATION_EURO_PER_1000_POLYGONS = 0.12

export interface PriceRequest {
  readonly material: Material
  readonly geometry: Geometry
  readonly finishCode: string
  readonly quantity: number
  readonly currency: Currency
}

export interface Price {
  readonly unitPrice: Money
  readonly totalPrice: Money
  readonly metalMassG: number
  readonly productionDays: number
}

/** Metal by mass, casting and finishing by surface, preparation by polygons and shared by the pieces of the order. */
export function priceOf({ material, geometry, finishCode, quantity, currency }: PriceRequest): Price {
  const metalMassG = Math.round((geometry.volumeMm3 / 1000) * material.densityGPerCm3 * 1000) / 1000
  const metal = metalMassG * CASTING_LOSS * (material.finenessPermille / 1000) * EURO_PER_GRAM_OF_PURE_METAL[material.metal]
  const finish = (geometry.surfaceAreaMm2 / 100) * (FINISH_EURO_PER_CM2[finishCode] ?? 0)
  const preparation = SETUP_EURO + (geometry.polygonCount / 1000) * PREPARATION_EURO_PER_1000_POLYGONS
  const unitMinor = Math.round((metal + finish + preparation / quantity) * discountOf(quantity) * PER_EURO[currency] * 100)
  return {
    unitPrice: { amountMinor: unitMinor, currency },
    totalPrice: { amountMinor: unitMinor * quantity, currency },
    metalMassG,
    productionDays: material.leadTimeDays + Math.ceil(quantity / 25) - 1,
  }
}

function discountOf(quantity: number): number {
  if (quantity >= 100) return 0.9
  if (quantity >= 10) return 0.95
  return 1
}
