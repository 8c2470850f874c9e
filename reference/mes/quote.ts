import { createHash } from 'node:crypto'
import type { Currency, Price } from '../shared/catalogue/price.ts'
import type { Tariff } from '../shared/catalogue/tariff.ts'

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

/** Why there is no price. */
export interface QuoteFailure {
  readonly code: string
  readonly detail: string
}

/** A price calculation as the API shows it. */
export interface Quote {
  readonly id: string
  readonly status: QuoteStatus
  readonly version: number
  readonly fingerprint: string
  readonly request: QuoteRequest
  readonly result: QuoteResult | null
  readonly failure: QuoteFailure | null
  readonly createdAt: string
  readonly completedAt?: string
}

/** Everything that the price depends on, and nothing else: the model's content rather than its id, no reference of the caller. */
export function fingerprintOf(
  { sha256 }: { readonly sha256: string },
  { materialCode, quantity, currency }: QuoteRequest,
  finishCode: string,
  tariff: Tariff,
): string {
  const parts = [sha256, materialCode, finishCode, quantity, currency, tariff.priceList.version, tariff.algorithm.version]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** The quote as it is at an instant: a price that is no longer valid is a change of its own, with its own version. */
export function quoteAt(quote: Quote, now: number): Quote {
  const expired = quote.status === 'SUCCEEDED' && quote.result !== null && Date.parse(quote.result.validUntil) <= now
  return expired ? { ...quote, status: 'EXPIRED', version: quote.version + 1 } : quote
}

export function isPending({ status }: Pick<Quote, 'status'>): boolean {
  return status === 'PENDING' || status === 'RUNNING'
}
