import type { components as CrmComponents, operations as CrmOperations } from '../../src/generated/crm/openapi.ts'
import type { CrmApi } from '../../src/generated/crm/resources.ts'
import type * as CrmTypes from '../../src/generated/crm/types.ts'
import type { components as MesComponents, operations as MesOperations } from '../../src/generated/mes/openapi.ts'
import type { MesApi } from '../../src/generated/mes/resources.ts'
import type * as MesTypes from '../../src/generated/mes/types.ts'

/**
 * openapi-typescript reads the documents on its own. Its types and ours say the same of every component, but for three things that
 * ours say on purpose: nothing can be changed, an answer's enumeration may have values that are not known yet, and what may be left
 * out of a request may be `undefined`. A defect is a compile error of the project.
 */

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Holds<Law extends true> = Law

/** Without those three. */
type Plain<T> = Closed<Extract<T, string>> | PlainRest<Exclude<T, string>>
type PlainRest<T> = T extends readonly (infer Element)[]
  ? Plain<Element>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Plain<Exclude<T[Key], undefined>> }
    : T
type Closed<T extends string> = [T] extends [never] ? never : [Literals<T>] extends [never] ? string : Literals<T>
type Literals<T extends string> = T extends string ? (string extends T ? never : T) : never

/** Components whose two types differ; `never` where all of them agree. */
type Differing<Ours, Theirs> = {
  [Name in keyof Ours & keyof Theirs]: Equal<Plain<Ours[Name]>, Plain<Theirs[Name]>> extends true ? never : Name
}[keyof Ours & keyof Theirs]

interface MesAnswers {
  Id: MesTypes.Id
  EntityTag: MesTypes.EntityTag
  Currency: MesTypes.Currency
  Money: MesTypes.Money
  Metal: MesTypes.Metal
  Finish: MesTypes.Finish
  Material: MesTypes.Material
  MaterialList: MesTypes.MaterialList
  ModelFormat: MesTypes.ModelFormat
  ModelStatus: MesTypes.ModelStatus
  BoundingBox: MesTypes.BoundingBox
  Geometry: MesTypes.Geometry
  Model: MesTypes.Model
  ModelUpload: MesTypes.ModelUpload
  NewModel: MesTypes.NewModel
  ModelPage: MesTypes.ModelPage
  OrderStatus: MesTypes.OrderStatus
  Channel: MesTypes.Channel
  Assignee: MesTypes.Assignee
  Cancellation: MesTypes.Cancellation
  Tracking: MesTypes.Tracking
  Order: MesTypes.Order
  OrderTransition: MesTypes.OrderTransition
  OrderPage: MesTypes.OrderPage
  OrderEvent: MesTypes.OrderEvent
  OrderHistory: MesTypes.OrderHistory
  OrderCount: MesTypes.OrderCount
  OrderStats: MesTypes.OrderStats
  OrderStatusReport: MesTypes.OrderStatusReport
  QuoteRequest: MesTypes.QuoteRequest
  QuoteStatus: MesTypes.QuoteStatus
  QuoteResult: MesTypes.QuoteResult
  QuoteFailure: MesTypes.QuoteFailure
  Quote: MesTypes.Quote
  QuotePage: MesTypes.QuotePage
  WebhookEvent: MesTypes.WebhookEvent
  WebhookSubscription: MesTypes.WebhookSubscription
  NewWebhookSubscription: MesTypes.NewWebhookSubscription
  WebhookSubscriptionList: MesTypes.WebhookSubscriptionList
  ProblemCode: MesTypes.ProblemCode
  ProblemDetail: MesTypes.ProblemDetail
  Problem: MesTypes.Problem
  OrderChanged: MesTypes.OrderChanged
  QuoteChanged: MesTypes.QuoteChanged
  WebhookMessage: MesTypes.WebhookMessage
}

interface MesRequests {
  ModelFormat: MesTypes.ModelFormatInput
  ModelRequest: MesTypes.ModelRequestInput
  OrderStatus: MesTypes.OrderStatusInput
  Channel: MesTypes.ChannelInput
  Tracking: MesTypes.TrackingInput
  ShipTo: MesTypes.ShipToInput
  OrderRequest: MesTypes.OrderRequestInput
  QuoteRequest: MesTypes.QuoteRequestInput
  QuoteStatus: MesTypes.QuoteStatusInput
  WebhookEvent: MesTypes.WebhookEventInput
  WebhookSubscriptionRequest: MesTypes.WebhookSubscriptionRequestInput
}

interface CrmAnswers {
  Id: CrmTypes.Id
  EntityTag: CrmTypes.EntityTag
  Currency: CrmTypes.Currency
  Money: CrmTypes.Money
  OrderStatus: CrmTypes.OrderStatus
  Channel: CrmTypes.Channel
  Cancellation: CrmTypes.Cancellation
  Closure: CrmTypes.Closure
  Tracking: CrmTypes.Tracking
  Order: CrmTypes.Order
  OrderTransition: CrmTypes.OrderTransition
  OrderPage: CrmTypes.OrderPage
  Address: CrmTypes.Address
  Country: CrmTypes.Country
  Customer: CrmTypes.Customer
  CustomerPage: CrmTypes.CustomerPage
  PartnerStatus: CrmTypes.PartnerStatus
  Partner: CrmTypes.Partner
  PartnerPage: CrmTypes.PartnerPage
  ProblemCode: CrmTypes.ProblemCode
  ProblemDetail: CrmTypes.ProblemDetail
  Problem: CrmTypes.Problem
}

interface CrmRequests {
  OrderStatus: CrmTypes.OrderStatusInput
  CloseRequest: CrmTypes.CloseRequestInput
  CancelRequest: CrmTypes.CancelRequestInput
  Address: CrmTypes.AddressInput
  CustomerUpdate: CrmTypes.CustomerUpdateInput
  PartnerStatus: CrmTypes.PartnerStatusInput
}

/** Every component is in a table above. */
export type EveryComponentIsCompared = [
  Holds<Equal<Exclude<keyof MesComponents['schemas'], keyof MesAnswers | keyof MesRequests>, never>>,
  Holds<Equal<Exclude<keyof CrmComponents['schemas'], keyof CrmAnswers | keyof CrmRequests>, never>>,
]

export type BothReadingsAgree = [
  Holds<Equal<Differing<MesAnswers, MesComponents['schemas']>, never>>,
  Holds<Equal<Differing<MesRequests, MesComponents['schemas']>, never>>,
  Holds<Equal<Differing<CrmAnswers, CrmComponents['schemas']>, never>>,
  Holds<Equal<Differing<CrmRequests, CrmComponents['schemas']>, never>>,
]

/** The laws above can be broken. */
export type ReadingsCanDiffer = [
  Holds<Equal<Differing<{ Money: { readonly amountMinor: number } }, MesComponents['schemas']>, 'Money'>>,
  Holds<
    Equal<Differing<{ Money: { readonly amountMinor?: number; readonly currency: string } }, MesComponents['schemas']>, 'Money'>
  >,
  Holds<
    Equal<Differing<{ Money: { readonly amountMinor: string; readonly currency: string } }, MesComponents['schemas']>, 'Money'>
  >,
  Holds<Equal<Differing<{ Channel: 'SHOP' }, MesComponents['schemas']>, 'Channel'>>,
  Holds<Equal<Differing<{ Channel: string }, MesComponents['schemas']>, 'Channel'>>,
]

type Returned<Api, Id> = Id extends `${infer Resource}.${infer Method}`
  ? Resource extends keyof Api
    ? Method extends keyof Api[Resource]
      ? Api[Resource][Method] extends (...args: never) => PromiseLike<infer Value>
        ? Value
        : 'no call'
      : 'no method'
    : 'no resource'
  : 'no operation'

/** The body of any of the operation's successes; `undefined` for one without. */
type Success<Operation> = Operation extends { responses: infer Responses }
  ? {
      [Status in keyof Responses & (200 | 201 | 202 | 204)]: Responses[Status] extends {
        content: { 'application/json': infer Body }
      }
        ? Body
        : undefined
    }[keyof Responses & (200 | 201 | 202 | 204)]
  : never

/** Operations whose call returns something else than openapi-typescript reads from the document. */
type Misreturned<Api, Operations> = {
  [Id in keyof Operations]: [Plain<Returned<Api, Id>>] extends [
    Plain<Success<Operations[Id]>> | (undefined extends Success<Operations[Id]> ? void : never),
  ]
    ? never
    : Id
}[keyof Operations]

/** What a call returns may be given to whatever takes the plain types. */
export type CallsReturnThem = [
  // MES sends it; nobody calls it.
  Holds<Equal<Misreturned<MesApi, MesOperations>, 'webhooks.change'>>,
  Holds<Equal<Misreturned<CrmApi, CrmOperations>, never>>,
  Holds<
    Equal<Misreturned<{ readonly orders: { get(): Promise<CrmTypes.Order> } }, Pick<MesOperations, 'orders.get'>>, 'orders.get'>
  >,
  Holds<Equal<Misreturned<CrmApi, Pick<MesOperations, 'models.get'>>, 'models.get'>>,
]
