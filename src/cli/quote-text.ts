import type { CallResult, Immutable, mes } from '../index.ts'
import { printable } from './printable.ts'
import { parseDateTime } from '../foundation/duration.ts'

/** A price that was found, for one of the files. */
export interface PricedFile {
  /** As it was given. */
  readonly file: string
  readonly quote: Immutable<mes.Quote>
  readonly cache: CallResult<mes.Quote>['cache']
}

const LABEL_COLUMNS = 14

/** A price for people, in a few lines that end without a line break. */
export const quoteText = ({ file, quote, cache }: PricedFile): string => {
  const {
    request: { materialCode, finishCode, quantity },
    result,
  } = quote
  const lines =
    result === null
      ? [['price', 'none']]
      : [
          ['unit price', moneyText(result.unitPrice)],
          ['total price', `${moneyText(result.totalPrice)} for ${quantity} ${quantity === 1 ? 'piece' : 'pieces'}`],
          [
            'metal',
            `${gramsText(result.metalMassG)} of ${materialCode} a piece${finishCode === undefined ? '' : `, ${finishCode}`}`,
          ],
          ['production', `${result.productionDays} working ${result.productionDays === 1 ? 'day' : 'days'}`],
          ['valid until', dateText(result.validUntil)],
        ]
  const all = [...lines, ['quote', quote.id], ['from', sourceText(cache)]]
  return [file, ...all.map(([label = '', text = '']) => `  ${label.padEnd(LABEL_COLUMNS)}${text}`)].map(printable).join('\n')
}

const gramsText = (grams: number): string => `${new Intl.NumberFormat('en', { maximumFractionDigits: 3 }).format(grams)} g`

/** To the minute, in UTC; as it came, where it is no date. */
const dateText = (text: string): string => {
  const instant = parseDateTime(text)
  return instant === undefined ? text : `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

const sourceText = ({ source, ageMs }: PricedFile['cache']): string =>
  source === 'origin' ? 'origin' : `${source}, ${Math.round(ageMs / 1_000)} s old`

/**
 * Digits of minor units by ISO 4217, where they are not two. Not those of `Intl`, which says how prices are usually written: 0 for
 * the forint, whose amounts have two.
 */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'].map(
    (code) => [code, 0] as const,
  ),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
  ...['CLF', 'UYW'].map((code) => [code, 4] as const),
])

/** An amount with the code of its currency: `EUR 1,285.00`. */
export const moneyText = ({ amountMinor, currency }: mes.Money): string => {
  const digits = DIGITS.get(currency) ?? 2
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return format.format(decimalOf(amountMinor, digits)).replaceAll('\u{a0}', ' ')
}

/** As a text, since a fraction of a large amount would be rounded as a number. */
const decimalOf = (amountMinor: number, digits: number): `${number}` => `${amountMinor}e-${digits}` as `${number}`
