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

/** A message of an order has the tags that the change makes stale. */
const orderChanged = ({ data }: Given): Given => {
  const before = { id: 'ord_000001', status: 'MANUFACTURING_STARTED', previousStatus: 'MANUFACTURING_APPROVED' }
  const { id, status, previousStatus }: Given = { ...before, ...fieldsOf(data) }
  const statuses = [previousStatus, status].filter((one) => typeof one === 'string').map((one) => `orders:status:${one}`)
  return { data: { ...before, tags: [`order:${String(id)}`, ...statuses, 'stats'] } }
}

/** A message of a quote has the tags that the change makes stale. */
const quoteChanged = ({ data }: Given): Given => {
  const before = { id: 'quo_000001', status: 'SUCCEEDED', previousStatus: 'RUNNING', version: 3 }
  const { id }: Given = { ...before, ...fieldsOf(data) }
  return { data: { ...before, tags: [`quote:${String(id)}`, 'quotes'] } }
}

export const mesImplications: Implications = {
  model,
  newModel,
  quote,
  orderChanged,
  quoteChanged,
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
