import { createRandom, type Random } from '../shared/catalogue/random.ts'

/** How long calculations take: always as long, or as in the company. One of `calculationMs` and `medianMs` is given at most. */
export interface CalculationTimeOptions {
  /** How long each calculation takes, in milliseconds. Default 1,500, unless `medianMs` is given. */
  readonly calculationMs?: number
  /** Half of the calculations of a model with 200,000 polygons take longer, in milliseconds. In the company 96,000. */
  readonly medianMs?: number
  /** Standard deviation of the logarithm. Default 0.945: with a median of 96 s the mean is 150 s, and one in a thousand takes half an hour. */
  readonly spread?: number
  /** Equal seeds draw equal durations. Default 1. */
  readonly seed?: number
}

/** How long a calculation takes. The price is arithmetic; this stands for the simulations that a foundry does before it names one. */
export interface CalculationTime {
  /** What a model of so many polygons is likely to take, in milliseconds. Default: a typical one. */
  expectedMs(polygonCount?: number): number
  /** What one calculation takes, drawn anew each time, in milliseconds. */
  drawMs(polygonCount: number): number
}

const DEFAULT_CALCULATION_MS = 1_500
const TYPICAL_POLYGONS = 200_000
const DEFAULT_SPREAD = 0.945
/** Half an hour for a median of 96 s: no calculation takes longer. */
const LONGEST_OF_MEDIAN = 18.75

/** @throws {Error} when both a duration and a median are given, or a number that is none */
export function createCalculationTime(options: CalculationTimeOptions = {}): CalculationTime {
  const { calculationMs, medianMs, spread = DEFAULT_SPREAD, seed = 1 } = options
  for (const [name, value] of Object.entries({ calculationMs, medianMs, spread, seed })) {
    if (value !== undefined && !(value >= 0 && value < Infinity))
      throw new Error(`quotes.${name}: expected a number >= 0, got ${value}`)
  }
  if (medianMs === undefined) return fixed(calculationMs ?? DEFAULT_CALCULATION_MS)
  if (calculationMs !== undefined) throw new Error('quotes: expected calculationMs or medianMs, got both')
  return lognormal(medianMs, spread, createRandom(seed))
}

function fixed(calculationMs: number): CalculationTime {
  return { expectedMs: () => calculationMs, drawMs: () => calculationMs }
}

function lognormal(medianMs: number, spread: number, random: Random): CalculationTime {
  const bounded = (duration: number): number => Math.min(medianMs * LONGEST_OF_MEDIAN, duration)
  const expectedMs = (polygons = TYPICAL_POLYGONS): number => bounded(medianMs * (0.5 + 0.5 * (polygons / TYPICAL_POLYGONS)))
  return {
    expectedMs,
    drawMs: (polygons) => bounded(expectedMs(polygons) * Math.exp(spread * normal(random.next(), random.next()))),
  }
}

/** A standard normal number, made of two uniform ones (Box and Muller). */
function normal(u: number, v: number): number {
  return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v)
}
