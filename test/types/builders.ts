import type { ApiCall, CalculatingQuotes, crm, mes, PagedCall } from '../../src/index.ts'
import type { CrmApi } from '../../src/generated/crm/index.ts'
import type { MesApi } from '../../src/generated/mes/index.ts'
import { build, createBuilders } from '../../src/testing/build/builders.ts'

/** What must hold of the builders' types, checked by the compiler alone: a defect here is a compile error of the project. Nothing of it is run. */

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Holds<Law extends true> = Law

/** What is built has the client's types. */
export type BuiltValuesAreTheClients = [
  Holds<Equal<ReturnType<typeof build.mes.order>, mes.Order>>,
  Holds<Equal<ReturnType<typeof build.mes.quote>, mes.Quote>>,
  Holds<Equal<ReturnType<typeof build.mes.orderChanged>, mes.OrderChanged>>,
  Holds<Equal<ReturnType<typeof build.mes.quoteChanged>, mes.QuoteChanged>>,
  Holds<Equal<ReturnType<typeof build.crm.order>, crm.Order>>,
]

/** What a test may write. */
export const allowed = (): readonly unknown[] => {
  const { error, mes: values } = createBuilders({ seed: 7, now: () => new Date(0) })
  const order = values.order({
    status: 'A_LATER_STATUS',
    price: { amountMinor: 100 },
    partnerId: undefined,
    assignee: { operatorId: 'op_1' },
    cancellation: null,
  })
  const page = values.orderPage({ items: [{ status: 'SHIPPED' }, {}] })
  const total: number = values.quote.succeeded({ result: { unitPrice: { amountMinor: 1 } } }).result.totalPrice.amountMinor
  const code: string = values.quote.failed('too-small-to-cast').failure.code
  const nothing: null = values.quote.pending().result
  return [
    order,
    page,
    total,
    code,
    nothing,
    error.api('order-already-claimed'),
    error.api('not-found', { api: 'crm', retryAfter: '20s' }).status,
  ]
}

/** Functions of a test take the place of the client's methods. */
export const mesMethods: Pick<MesApi['orders'], 'get' | 'list' | 'claim'> & Pick<CalculatingQuotes, 'calculate'> = {
  get: () => build.apiCall(build.mes.order()),
  list: () => build.pagedCall([build.page([build.mes.order()], { nextCursor: 'more' }), build.mes.orderPage()]),
  claim: () => build.apiCall(build.mes.orderTransition()),
  calculate: () => build.apiCall(build.mes.quote.succeeded()),
}

export const crmMethods: Pick<CrmApi['customers'], 'get' | 'list'> = {
  get: () => build.apiCall(Promise.reject<crm.Customer>(build.error.api('not-found', { api: 'crm' }))),
  list: () => build.pagedCall([build.page([build.crm.customer()])]),
}

/** What is built is what the client's methods return. */
export const calls = (): readonly [ApiCall<mes.Order>, PagedCall<mes.OrderPage, mes.Order>] => [
  build.apiCall(build.mes.order()),
  build.pagedCall([build.mes.orderPage()]),
]

/** What a compiler refuses. */
export const refused = (): void => {
  // @ts-expect-error a misspelt field
  build.mes.order({ staus: 'SHIPPED' })
  // @ts-expect-error a field of another type
  build.mes.order({ price: { amountMinor: '100' } })
  // @ts-expect-error null where the field may be absent
  build.mes.order({ partnerId: null })
  // @ts-expect-error undefined where the field may be null
  build.mes.order({ assignee: undefined })
  // @ts-expect-error the order of CRM has no material
  build.crm.order({ materialCode: 'AU585' })
  // @ts-expect-error a status of its own, which its builder says
  build.mes.quote.pending({ status: 'SUCCEEDED' })
  // @ts-expect-error a reason that no calculation has
  build.mes.quote.failed('too-shiny')
  // @ts-expect-error a code of no document
  build.error.api('order-lost')
  // @ts-expect-error an unknown schema
  build.mes.invoice()
  // @ts-expect-error a list of models is no list of orders
  const models: MesApi['orders']['list'] = () => build.pagedCall([build.page([build.mes.model()])])
  void models
}
