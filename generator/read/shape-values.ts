import { toRegExp } from '../lint/schema.ts'
import type { Numeric, Shape, Text } from './shape.ts'

/** Whether a value of an enumeration or a constant meets a shape. Formats say nothing here. */
export const meetsShape = (value: string | number | boolean, shape: Shape): boolean => {
  switch (shape.kind) {
    case 'enumeration':
      return shape.values.includes(value)
    case 'text':
      return typeof value === 'string' && meetsText(value, shape)
    case 'number':
      return typeof value === 'number' && meetsNumber(value, shape)
    case 'boolean':
      return typeof value === 'boolean'
    case 'union':
      return shape.members.some((member) => meetsShape(value, member))
    case 'json':
      return true
    case 'null':
    case 'array':
    case 'object':
    case 'tagged':
    case 'binary':
    case 'reference':
      return false
  }
}

const meetsText = (value: string, { minLength = 0, maxLength = Infinity, patterns = [] }: Text): boolean => {
  const { length } = value
  return length >= minLength && length <= maxLength && patterns.every((pattern) => toRegExp(pattern)?.test(value) !== false)
}

const meetsNumber = (
  value: number,
  { isInteger, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multiplesOf = [] }: Numeric,
): boolean =>
  (!isInteger || Number.isInteger(value)) &&
  (minimum === undefined || value >= minimum) &&
  (maximum === undefined || value <= maximum) &&
  (exclusiveMinimum === undefined || value > exclusiveMinimum) &&
  (exclusiveMaximum === undefined || value < exclusiveMaximum) &&
  multiplesOf.every((factor) => Number.isInteger(Number((value / factor).toPrecision(15))))
