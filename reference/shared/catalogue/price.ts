import type { Money } from '../orders/order.ts'
import type { Material } from './materials.ts'
import type { Geometry } from './models.ts'
import { FIRST_TARIFF, type Tariff } from './tariff.ts'

export const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF'] as const
export type Currency = (typeof CURRENCIES)[number]

const PER_EURO: Readonly<Record<Currency, number>> = { EUR: 1, USD: 1.09, GBP: 0.85, CHF: 0.96 }
const EURO_PER_GRAM_OF_PURE_METAL: Readonly<Record<Material['metal'], number>> = {
  GOLD: 74,
  SILVER: 0.92,
  PLATINUM: 31,
  PALLADIUM: 30,
}
const FINISH_EURO_PER_CM2: Readonly<Record<string, number>> = { RAW: 0, MATTE: 0.9, POLISHED: 1.4, RHODIUM: 2.6 }
const SETUP_EURO = 18
const PREPARATION_EURO_PER_1000_POLYGONS = 0.12

export interface PriceRequest {
  readonly material: Material
  readonly geometry: Geometry
  readonly finishCode: string
  readonly quantity: number
  readonly currency: Currency
  /** Default: the first one. */
  readonly tariff?: Tariff
}

export interface Price {
  readonly unitPrice: Money
  readonly totalPrice: Money
  readonly metalMassG: number
  readonly productionDays: number
}

/** Metal by mass, casting and finishing by surface, preparation by polygons and shared by the pieces of the order. */
export function priceOf({ material, geometry, finishCode, quantity, currency, tariff = FIRST_TARIFF }: PriceRequest): Price {
  const metalMassG = metalMassOf(geometry, material)
  const metal =
    metalMassG * tariff.algorithm.castingLoss * (material.finenessPermille / 1000) * EURO_PER_GRAM_OF_PURE_METAL[material.metal]
  const finish = (geometry.surfaceAreaMm2 / 100) * (FINISH_EURO_PER_CM2[finishCode] ?? 0)
  const preparation = SETUP_EURO + (geometry.polygonCount / 1000) * PREPARATION_EURO_PER_1000_POLYGONS
  const euro = (metal + finish + preparation / quantity) * discountOf(quantity) * tariff.priceList.factor
  const unitMinor = Math.round(euro * PER_EURO[currency] * 100)
  return {
    unitPrice: { amountMinor: unitMinor, currency },
    totalPrice: { amountMinor: unitMinor * quantity, currency },
    metalMassG,
    productionDays: material.leadTimeDays + Math.ceil(quantity / 25) - 1,
  }
}

/** Mass of the metal of one piece, in grams. */
export function metalMassOf({ volumeMm3 }: Geometry, { densityGPerCm3 }: Material): number {
  return Math.round((volumeMm3 / 1000) * densityGPerCm3 * 1000) / 1000
}

function discountOf(quantity: number): number {
  if (quantity >= 100) return 0.9
  if (quantity >= 10) return 0.95
  return 1
}
