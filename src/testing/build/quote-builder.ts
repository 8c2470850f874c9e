import type { Quote, QuoteFailure, QuoteResult } from '../../generated/mes/index.ts'
import type { PricedQuote } from '../../client/calculating-mes-api.ts'
import type { Build, DeepPartial } from './override.ts'

/** A reason for which a calculation fails. */
export type QuoteFailureCode = Known<QuoteFailure['code']>

/** The known values of an open enumeration. */
type Known<Value> = Value extends string ? (string extends Value ? never : Value) : never

/** A quote that has no price because its calculation failed. */
export type FailedQuote = Omit<Quote, 'status' | 'failure'> & { readonly status: 'FAILED'; readonly failure: QuoteFailure }

/** A quote whose calculation has not begun. */
export type PendingQuote = Omit<Quote, 'status' | 'result' | 'failure'> & {
  readonly status: 'PENDING'
  readonly result: null
  readonly failure: null
}

/** Fields of a quote besides those that its state says. */
type QuoteOverride = Omit<DeepPartial<Quote>, 'status' | 'failure'>

/** Builds quotes: with the state that their fields say, or in a given one. */
export interface QuoteBuilder extends Build<Quote> {
  /**
   * A quote with a price. Its total is the unit price times the quantity.
   *
   * @throws {ConfigurationError} for a wrong override
   *
   * @example
   * build.mes.quote.succeeded({ request: { quantity: 3 }, result: { unitPrice: { amountMinor: 1000 } } })
   */
  succeeded(override?: Omit<QuoteOverride, 'result'> & { readonly result?: DeepPartial<QuoteResult> }): PricedQuote
  /**
   * A quote whose calculation failed.
   *
   * @throws {ConfigurationError} for a wrong override
   *
   * @example
   * build.mes.quote.failed('too-small-to-cast')
   */
  failed(code?: QuoteFailureCode, override?: QuoteOverride): FailedQuote
  /**
   * A quote whose calculation has not begun.
   *
   * @throws {ConfigurationError} for a wrong override
   */
  pending(override?: QuoteOverride): PendingQuote
}

const details: Readonly<Record<QuoteFailureCode, string>> = {
  'calculation-failed': 'The calculation failed.',
  'calculation-timed-out': 'The calculation took too long.',
  'model-rejected': 'The model cannot be made.',
  'too-heavy-to-cast': 'A piece has 2617.6 g of metal; at most 2000 g can be cast.',
  'too-large-to-cast': 'A piece is 240 mm long; at most 200 mm can be cast.',
  'too-small-to-cast': 'A piece has 0.4 mm³; at least 1 mm³ can be cast.',
}

/** The state stands above the override: each of these quotes is in the state that its builder says. */
export const quoteBuilder = (any: Build<Quote>): QuoteBuilder => {
  const inState = (override: QuoteOverride, state: DeepPartial<Quote>): Quote => any({ ...override, ...state })
  return Object.assign((override?: DeepPartial<Quote>) => any(override), {
    succeeded: (override: QuoteOverride = {}) => inState(override, { status: 'SUCCEEDED' }) as PricedQuote,
    failed: (code: QuoteFailureCode = 'calculation-failed', override: QuoteOverride = {}) =>
      inState(override, {
        status: 'FAILED',
        result: null,
        failure: { code, detail: details[code] ?? 'The calculation failed.' },
      }) as FailedQuote,
    pending: (override: QuoteOverride = {}) =>
      inState(override, { status: 'PENDING', result: null, failure: null }) as PendingQuote,
  })
}
