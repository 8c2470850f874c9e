/** What metal and work cost. Every change is a new list with a version of its own: quotes name the one they were made with. */
export interface PriceList {
  readonly version: string
  /** What the prices of the company's base list are multiplied by. */
  readonly factor: number
}

/** How a price is made of what a model measures. */
export interface Algorithm {
  readonly version: string
  /** Metal that is bought for a gram of metal in the piece, in grams. */
  readonly castingLoss: number
}

/** Everything that a price depends on besides the piece that it is for. */
export interface Tariff {
  readonly priceList: PriceList
  readonly algorithm: Algorithm
}

/** In force until another list or algorithm is put. */
export const FIRST_TARIFF: Tariff = {
  priceList: { version: '2026-01', factor: 1 },
  algorithm: { version: '1.0', castingLoss: 1.08 },
}
