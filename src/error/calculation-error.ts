import { isSdkError, SdkError } from './sdk-error.ts'

/** What is known of a calculation that brought no price. */
export interface CalculationFailure {
  /**
   * `model-rejected`: the model cannot be made, `quote-expired`: its price ran out at once; else the code that the quote has, such as
   * `calculation-failed`.
   */
  readonly code: string
  /** Why, for people. */
  readonly detail: string
  readonly modelId?: string | undefined
  /** `undefined` where it did not come to a quote. */
  readonly quoteId?: string | undefined
}

/** A price could not be calculated, and asking again would not change that. It is remembered for 30 s. */
export class CalculationError extends SdkError implements CalculationFailure {
  readonly kind = 'calculation'
  readonly code: string
  readonly detail: string
  readonly modelId: string | undefined
  readonly quoteId: string | undefined

  constructor({ code, detail, modelId, quoteId }: CalculationFailure) {
    super(`no price: ${code}: ${detail}`)
    this.code = code
    this.detail = detail
    this.modelId = modelId
    this.quoteId = quoteId
  }
}

export const isCalculationError = (error: unknown): error is CalculationError => isSdkError(error) && error.kind === 'calculation'
