import type { Material, Quote, QuoteRequest } from '../../generated/mes/index.ts'
import { Refusal } from './answers.ts'

/** A price whose time is over has expired without anybody's doing, as a version of its own. */
export const asItIs = (quote: Quote, now: number): Quote => {
  const isOver = quote.status === 'SUCCEEDED' && quote.result !== null && Date.parse(quote.result.validUntil) <= now
  return isOver ? { ...quote, status: 'EXPIRED', version: quote.version + 1 } : quote
}

/** The finish that is asked for, or the usual one of the material, which is its first. */
export const finishOf = (material: Material | undefined, { finishCode }: QuoteRequest): string => {
  if (material === undefined)
    throw new Refusal('validation-failed', [{ pointer: '/materialCode', detail: 'is not the code of a material' }])
  const found = finishCode === undefined ? material.finishes[0] : material.finishes.find(({ code }) => code === finishCode)
  if (found === undefined)
    throw new Refusal('validation-failed', [{ pointer: '/finishCode', detail: 'is no finish of the material' }])
  return found.code
}
