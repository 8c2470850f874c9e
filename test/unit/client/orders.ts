import type { mes } from '../../../src/index.ts'

/** An order as MES sends it. */
export const order = (given: Partial<mes.Order> = {}): mes.Order => ({
  id: 'ord_1',
  number: 'M-2025-000001',
  channel: 'PARTNER',
  status: 'MANUFACTURING_APPROVED',
  version: 7,
  modelId: 'mod_1',
  quoteId: 'quo_1',
  materialCode: 'AU585',
  quantity: 1,
  price: { amountMinor: 128_500, currency: 'EUR' },
  assignee: null,
  promisedAt: '2025-03-23T00:00:00Z',
  createdAt: '2025-03-02T08:15:00Z',
  statusChangedAt: '2025-03-02T08:15:00Z',
  cancellation: null,
  ...given,
})
