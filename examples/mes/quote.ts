import { createHash } from 'node:crypto'
import type { Material } from '../shared/catalogue/materials.ts'
import type { Geometry } from '../shared/catalogue/models.ts'
import { ALGORITHM_VERSION, PRICE_LIST_VERSION, priceOf, type Currency, type Price } from '../shared/catalogue/price.ts'

export const QUOTE_STATUSES = ['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'EXPIRED'] as const

export type QuoteStatus = (typeof QUOTE_STATUSES)[number]

/** What a price is asked for. */
export interface QuoteRequest {
  readonly modelId: string
  readonly materialCode: string
  readonly finishCode?: string
  readonly quantity: number
  readonly currency: Currency
  readonly externalRef?: string
}

export interface QuoteResult extends Price {
  readonly priceListVersion: string
  readonly algorithmVersion: string
  readonly validUntil: string
}

/** A price calculation as the API shows it. */
export interface Quote {
  readonly id: string
  readonly status: QuoteStatus
  readonly version: number
  readonly fingerprint: string
  readonly request: QuoteRequest
  readonly result: QuoteResult | null
  readonly failure: { readonly code: string; readonly detail: string } | null
  readonly createdAt: string
  readonly completedAt?: string
}

/** Everything that the price depends on, and nothing else: the model's content rather than its id, no reference of the caller. */
export function fingerprintOf({ sha256 }: { readonly sha256: string }, { materialCode, quantity, currency }: QuoteRequest, finishCode: string): string {
  const parts = [sha256, materialCode, finishCode, quantity, currency, PRICE_LIST_VERSION, ALGORITHM_VERSION]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** What a calculation takes into account. */
export interface Calculation {
  readonly request: QuoteRequest
  readonly geometry: Geometry
  readonly material: Material
  readonly finishCode: string
  /** Milliseconds since 1970. */
  readonly validUntil: number
}

export function resultOf({ request, geometry, material, finishCode, validUntil }: Calculation): QuoteResult {
  const { quantity, currency } = request
  return {
    ...priceOf({ material, geometry, finishCode, quantity, currency }),
    priceListVersion: PRICE_LIST_VERSION,
    algorithmVersion: ALGORITHM_VERSION,
    validUntil: new Date(validUntil).toISOString(),
  }
}

/** The quote as it is at an instant: a price that is no longer valid is a change of its own, with its own version. */
export function quoteAt(quote: Quote, now: number): Quote {
  const expired = quote.status === 'SUCCEEDED' && quote.result !== null && Date.parse(quote.result.validUntil) <= now
  return expired ? { ...quote, status: 'EXPIRED', version: quote.version + 1 } : quote
}

export function isPending({ status }: Pick<Quote, 'status'>): boolean {
  return status === 'PENDING' || status === 'RUNNING'
}
