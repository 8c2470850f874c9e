import { ORDER_STATUSES } from '../orders/status.ts'

/** JSON Schemas of request parts that several operations share. */
export const ID = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' } as const

export const STATUSES = { type: 'array', minItems: 1, maxItems: 10, uniqueItems: true, items: { enum: ORDER_STATUSES } } as const

export const DATE_TIME = { type: 'string', format: 'date-time' } as const

export const PAGE_PARAMETERS = {
  limit: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
  cursor: { type: 'string', minLength: 1, maxLength: 512 },
} as const

export const orderPath = { type: 'object', required: ['orderId'], properties: { orderId: ID } } as const
