import type { mes } from '../index.ts'

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
