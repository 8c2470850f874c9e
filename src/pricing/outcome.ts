import { CalculationError, type CalculationFailure } from '../error/calculation-error.ts'
import type { CalculatedQuote } from './pricing-api.ts'

/** How a calculation ended, as it is kept: a price, or why there is none. */
export type Outcome<Quote> = { readonly quote: Quote } | { readonly failure: CalculationFailure }

/** @throws {CalculationError} */
export const quoteOf = <Quote>(outcome: Outcome<Quote>): Quote => {
  if ('quote' in outcome) return outcome.quote
  throw new CalculationError(outcome.failure)
}

export const isOver = ({ status }: CalculatedQuote): boolean => status !== 'PENDING' && status !== 'RUNNING'

/** Whether a quote that has succeeded, as its schema describes it, has its price: no schema says so. */
export const isPriced = (quote: unknown): boolean =>
  typeof quote === 'object' && quote !== null && 'result' in quote && typeof quote.result === 'object' && quote.result !== null

/** What a quote that is over comes to. */
export const outcomeOf = <Quote extends CalculatedQuote>(quote: Quote, modelId: string): Outcome<Quote> => {
  if (quote.status === 'SUCCEEDED') return { quote }
  const { code, detail } = quote.failure ?? { code: 'quote-expired', detail: `the quote is ${quote.status}` }
  return { failure: { code, detail, modelId, quoteId: quote.id } }
}

/** Whether what another process has left is an outcome of this version; `isQuote` looks at the quote in it. */
export const isOutcome = (value: unknown, isQuote: (value: unknown) => boolean): boolean => {
  if (typeof value !== 'object' || value === null) return false
  if ('quote' in value) return isQuote(value.quote) && isPriced(value.quote)
  if (!('failure' in value) || typeof value.failure !== 'object' || value.failure === null) return false
  return (
    'code' in value.failure &&
    typeof value.failure.code === 'string' &&
    'detail' in value.failure &&
    typeof value.failure.detail === 'string'
  )
}
