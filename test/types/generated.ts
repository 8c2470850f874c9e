import type { z } from 'zod'
import type { CrmApi } from '../../src/generated/crm/index.ts'
import type * as CrmTypes from '../../src/generated/crm/types.ts'
import type * as crmSchemas from '../../src/generated/crm/schemas.ts'
import type { MesApi } from '../../src/generated/mes/index.ts'
import type * as MesTypes from '../../src/generated/mes/types.ts'
import type * as mesSchemas from '../../src/generated/mes/schemas.ts'

/** What must hold of types, checked by the compiler alone: a defect here is a compile error of the project. */

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Holds<Law extends true> = Law
type Assignable<From, To> = [From] extends [To] ? true : false

/** zod has no readonly inputs, generated types have nothing else. */
type Readonlyed<T> = T extends readonly (infer Element)[]
  ? readonly Readonlyed<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: Readonlyed<T[Key]> }
    : T

type RequestLaw<Schema extends z.ZodType, Type> = Equal<Readonlyed<z.input<Schema>>, Readonlyed<Type>>
type ResponseLaw<Schema extends z.ZodType, Type> = Assignable<z.output<Schema>, Type>

/** Inputs of request schemas are the request types, no wider and no narrower. */
export type RequestsAreTheirTypes = [
  Holds<RequestLaw<typeof mesSchemas.ordersListQuerySchema, MesTypes.OrdersListQuery>>,
  Holds<RequestLaw<typeof mesSchemas.quoteRequestInputSchema, MesTypes.QuoteRequestInput>>,
  Holds<RequestLaw<typeof mesSchemas.orderStatusInputSchema, MesTypes.OrderStatusInput>>,
  Holds<RequestLaw<typeof mesSchemas.channelInputSchema, MesTypes.ChannelInput>>,
  Holds<RequestLaw<typeof crmSchemas.ordersListQuerySchema, CrmTypes.OrdersListQuery>>,
  Holds<RequestLaw<typeof crmSchemas.orderStatusInputSchema, CrmTypes.OrderStatusInput>>,
]

/** What a response schema lets through is what the type says. */
export type ResponsesAreAssignable = [
  Holds<ResponseLaw<typeof mesSchemas.materialListSchema, MesTypes.MaterialList>>,
  Holds<ResponseLaw<typeof mesSchemas.orderPageSchema, MesTypes.OrderPage>>,
  Holds<ResponseLaw<typeof mesSchemas.orderSchema, MesTypes.Order>>,
  Holds<ResponseLaw<typeof mesSchemas.orderStatusReportSchema, MesTypes.OrderStatusReport>>,
  Holds<ResponseLaw<typeof mesSchemas.orderTransitionSchema, MesTypes.OrderTransition>>,
  Holds<ResponseLaw<typeof mesSchemas.quoteSchema, MesTypes.Quote>>,
  Holds<ResponseLaw<typeof mesSchemas.problemSchema, MesTypes.Problem>>,
  Holds<ResponseLaw<typeof crmSchemas.orderPageSchema, CrmTypes.OrderPage>>,
  Holds<ResponseLaw<typeof crmSchemas.orderSchema, CrmTypes.Order>>,
  Holds<ResponseLaw<typeof crmSchemas.orderTransitionSchema, CrmTypes.OrderTransition>>,
  Holds<ResponseLaw<typeof crmSchemas.problemSchema, CrmTypes.Problem>>,
]

/** The laws above can be broken. */
export type LawsCanFail = [
  // @ts-expect-error a schema of another type
  Holds<RequestLaw<typeof mesSchemas.channelInputSchema, MesTypes.OrderStatusInput>>,
  // @ts-expect-error a type that has one parameter less
  Holds<RequestLaw<typeof mesSchemas.ordersListQuerySchema, Omit<MesTypes.OrdersListQuery, 'limit'>>>,
  // @ts-expect-error an order is no page
  Holds<ResponseLaw<typeof mesSchemas.orderSchema, MesTypes.OrderPage>>,
  // @ts-expect-error the order of CRM has no material
  Holds<ResponseLaw<typeof crmSchemas.orderSchema, MesTypes.Order>>,
]

/** Generated response types have no index signature, so that a misspelt field is an error. */
export type NoIndexSignature = [
  Holds<Equal<string extends keyof MesTypes.Order ? true : false, false>>,
  Holds<Equal<string extends keyof MesTypes.OrderTransition ? true : false, false>>,
  Holds<Equal<string extends keyof MesTypes.Quote ? true : false, false>>,
]

/** What a user may write. */
export const allowed = async (mes: MesApi, crm: CrmApi): Promise<readonly unknown[]> => {
  const statuses = ['MANUFACTURING_APPROVED', 'SHIPPED'] as const
  const page = await mes.orders.list({ status: statuses, limit: 50, assignee: undefined }, { maxStaleness: '500ms' })
  await mes.orders.list()
  for await (const order of mes.orders.list({ status: ['SHIPPED'] })) await mes.orders.status(order.id)
  const order = await mes.orders.get('ord_1', { cache: 'reload' })
  const claimed = await mes.orders.claim(order.id, { ifMatch: order.version })
  await crm.orders.approve(order.id, { ifMatch: '"7"' })
  const body = { modelId: 'mod_1', materialCode: 'AU585', quantity: 2, currency: 'EUR' }
  const quote = await mes.quotes.create(body, { idempotencyKey: 'a-key-of-mine' })
  const total: number | undefined = quote.result?.totalPrice.amountMinor
  const known = claimed.previousStatus === 'MANUFACTURING_APPROVED' || claimed.status === 'A_LATER_STATUS'
  return [page.items[0]?.promisedAt, total, known]
}

/** What is an error before it runs. */
export const refused = async (mes: MesApi, crm: CrmApi): Promise<readonly unknown[]> => {
  const order = await mes.orders.get('ord_1')
  const body = { modelId: 'mod_1', materialCode: 'AU585', quantity: 2, currency: 'EUR' } as const
  return [
    // @ts-expect-error a missing path parameter
    mes.orders.get(),
    // @ts-expect-error a path parameter of the wrong type
    mes.orders.get(42),
    // @ts-expect-error a query parameter of the wrong type
    mes.orders.list({ limit: '50' }),
    // @ts-expect-error a misspelt query parameter
    mes.orders.list({ stauts: ['SHIPPED'] }),
    // @ts-expect-error a misspelt status
    mes.orders.list({ status: ['SHIPED'] }),
    // @ts-expect-error a parameter of the other API
    crm.orders.list({ assignee: 'op_17' }),
    // @ts-expect-error a body without a required field
    mes.quotes.create({ modelId: 'mod_1', materialCode: 'AU585', quantity: 2 }),
    // @ts-expect-error a misspelt field of a body
    mes.quotes.create({ ...body, finishcode: 'POLISHED' }),
    // @ts-expect-error a transition without a version
    mes.orders.claim(order.id),
    // @ts-expect-error a transition with options but without a version
    mes.orders.claim(order.id, { timeout: '1s' }),
    // @ts-expect-error a version where none is taken
    mes.quotes.create(body, { ifMatch: 7 }),
    // @ts-expect-error an idempotency key where none is taken
    mes.orders.claim(order.id, { ifMatch: 7, idempotencyKey: 'a-key-of-mine' }),
    // @ts-expect-error an option of reads on a command
    mes.quotes.create(body, { maxStaleness: '1s' }),
    // @ts-expect-error a misspelt field of a response
    order.quantitty,
    // @ts-expect-error a misspelt field inside a response
    order.price.amount,
    // @ts-expect-error a field of a value that may be null
    order.assignee.operatorId,
    // @ts-expect-error a field that only transitions have
    order.previousStatus,
    // @ts-expect-error an operation of the other API
    mes.orders.approve(order.id, { ifMatch: 7 }),
  ]
}

/** Values cannot be changed. */
export const frozen = (order: MesTypes.Order, page: MesTypes.OrderPage): void => {
  // @ts-expect-error a field is readonly
  order.status = 'SHIPPED'
  // @ts-expect-error a list is readonly
  page.items.push(order)
}
