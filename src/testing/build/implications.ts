import { problems as crmProblems } from '../../generated/crm/blueprints.ts'
import { problems as mesProblems } from '../../generated/mes/blueprints.ts'
import type { Implications } from './completion.ts'
import { DEFAULT, fieldsOf, type Given } from './override.ts'
import { crmOrder, crmOrderTransition, mesOrder, mesOrderTransition, orderHistory, orderStats } from './order-implications.ts'
import { quote } from './quote-implications.ts'

/** A model has its measures once it is READY, and a reason once it is REJECTED. */
const model = ({ status }: Given): Given => ({
  ...(status === 'UPLOADING' || status === 'ANALYZING' || status === 'REJECTED' ? { geometry: null } : {}),
  ...(status === 'REJECTED' ? { rejectedReason: DEFAULT } : {}),
})

const newModel = (given: Given): Given => ({ ...model(given), ...(given['status'] === 'UPLOADING' ? { upload: DEFAULT } : {}) })

/** A problem has the status and the title of its code. */
const problem =
  (kinds: Readonly<Record<string, Given>>) =>
  ({ code }: Given): Given => {
    const kind = typeof code === 'string' && Object.hasOwn(kinds, code) ? kinds[code] : undefined
    return kind === undefined ? {} : { type: kind['type'], title: kind['title'], status: kind['status'] }
  }

/** A message tells of an order or a quote, with the tags that the change makes stale. */
const webhookMessage = ({ type, data }: Given): Given => {
  const isQuote = type === 'quote.changed'
  const before = isQuote
    ? { id: 'quo_000001', status: 'SUCCEEDED', previousStatus: 'RUNNING', version: 3 }
    : { id: 'ord_000001', status: 'MANUFACTURING_STARTED', previousStatus: 'MANUFACTURING_APPROVED' }
  const change: Given = { ...before, ...fieldsOf(data) }
  const { id, status, previousStatus } = change
  const statuses = [previousStatus, status].filter((one) => typeof one === 'string').map((one) => `orders:status:${one}`)
  return {
    data: { ...before, tags: isQuote ? [`quote:${String(id)}`, 'quotes'] : [`order:${String(id)}`, ...statuses, 'stats'] },
  }
}

export const mesImplications: Implications = {
  model,
  newModel,
  quote,
  webhookMessage,
  orderHistory,
  orderStats,
  order: mesOrder,
  orderTransition: mesOrderTransition,
  problem: problem(mesProblems),
}

export const crmImplications: Implications = {
  order: crmOrder,
  orderTransition: crmOrderTransition,
  problem: problem(crmProblems),
}
