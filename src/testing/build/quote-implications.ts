import { DEFAULT, fieldsOf, type Given } from './override.ts'

const UNIT_PRICE = 128_500
const QUANTITY = 2

/** A quote has a result once it succeeded, a failure once it failed, and neither before. */
export const quote = (given: Given): Given => {
  const status = given['status'] ?? statusOf(given)
  switch (status) {
    case 'PENDING':
      return { status, version: 1, result: null, failure: null }
    case 'RUNNING':
      return { status, version: 2, result: null, failure: null }
    case 'FAILED':
      return { status, result: null, failure: DEFAULT, completedAt: DEFAULT }
    case 'SUCCEEDED':
    case 'EXPIRED':
      return { status, completedAt: DEFAULT, ...priced(given) }
    default:
      return {}
  }
}

const statusOf = ({ result, failure }: Given): string => {
  if (failure !== undefined && failure !== null) return 'FAILED'
  return result === null ? 'PENDING' : 'SUCCEEDED'
}

/** The total is the unit price times the quantity, all in one currency. */
const priced = (given: Given): Given => {
  if (given['result'] === null) return {}
  const request = fieldsOf(given['request'])
  const { unitPrice, totalPrice } = fieldsOf(given['result'])
  const [unit, total] = [fieldsOf(unitPrice), fieldsOf(totalPrice)]
  const quantity = countOf(request['quantity']) ?? QUANTITY
  const totalMinor = countOf(total['amountMinor'])
  const amountMinor = countOf(unit['amountMinor']) ?? (totalMinor === undefined ? UNIT_PRICE : Math.round(totalMinor / quantity))
  const currency =
    [request['currency'], unit['currency'], total['currency']].find(
      (code) => typeof code === 'string' && /^[A-Z]{3}$/.test(code),
    ) ?? 'EUR'
  const sum = amountMinor * quantity
  return {
    request: { currency },
    result: {
      unitPrice: { amountMinor, currency },
      totalPrice: { amountMinor: Number.isSafeInteger(sum) ? sum : amountMinor, currency },
    },
  }
}

const countOf = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : undefined
