import { createHash } from 'node:crypto'
import type { Customer, Partner } from '../../generated/crm/index.ts'
import type { WebhookSubscription } from '../../generated/mes/index.ts'
import type { Builders } from '../build/builders.ts'
import { type DeepPartial, mergeGiven } from '../build/override.ts'
import { answered, checkVersion, expectedTags, type FakeRequest, Refusal } from './answers.ts'
import { paged } from './pages.ts'

export interface PartySeeds {
  readonly customers?: readonly DeepPartial<Customer>[]
  readonly partners?: readonly DeepPartial<Partner>[]
}

interface PartiesParts {
  readonly build: Builders
  readonly now: () => number
  readonly invalidate: (tags: readonly string[]) => void
}

/** Customers and partners of CRM, and who is told of changes in MES. */
export class FakeParties {
  readonly #parts: PartiesParts
  readonly #customers: Map<string, Customer>
  readonly #partners: Map<string, Partner>
  readonly #subscriptions = new Map<string, WebhookSubscription & { readonly owner: string | undefined }>()
  #subscriptionSerial = 0

  constructor(parts: PartiesParts, { customers = [], partners = [] }: PartySeeds) {
    this.#parts = parts
    this.#customers = byId(customers.map((seed) => parts.build.crm.customer(seed)))
    this.#partners = byId(partners.map((seed) => parts.build.crm.partner(seed)))
  }

  /** A customer for an order of the shop: the first one, who is added where there is none. */
  customerFor(): string {
    const [first] = this.#customers.keys()
    if (first !== undefined) return first
    const customer = this.#parts.build.crm.customer()
    this.#customers.set(customer.id, customer)
    return customer.id
  }

  /** Answers operations on them; `undefined` for one that it does not know. */
  answer(request: FakeRequest): Response | undefined {
    const { customerId, partnerId, subscriptionId } = request.parameters
    switch (`${request.api}.${request.operation.id}`) {
      case 'crm.customers.list':
        return answered(
          request,
          paged(updatedSince([...this.#customers.values()], request), request.parameters, { name: 'customers' }),
        )
      case 'crm.customers.get':
        return answered(request, find(this.#customers, customerId))
      case 'crm.customers.update':
        return this.#update(request, String(customerId))
      case 'crm.partners.list':
        return answered(request, paged(ofStatus([...this.#partners.values()], request), request.parameters, { name: 'partners' }))
      case 'crm.partners.get':
        return answered(request, find(this.#partners, partnerId))
      case 'mes.webhooks.list':
        return answered(request, { items: this.#subscriptionsOf(request).map(withoutOwner) })
      case 'mes.webhooks.create':
        return this.#subscribe(request)
      case 'mes.webhooks.delete': {
        const { id, owner } = find(this.#subscriptions, subscriptionId)
        if (owner !== request.identity?.partner) throw new Refusal('not-found')
        this.#subscriptions.delete(id)
        this.#parts.invalidate(['webhooks'])
        return new Response(null, { status: 204 })
      }
      default:
        return undefined
    }
  }

  #update(request: FakeRequest, id: string): Response {
    const expected = expectedTags(request)
    const customer = find(this.#customers, id)
    checkVersion(expected, customer)
    const changed = this.#parts.build.crm.customer(
      mergeGiven({ ...customer, version: customer.version + 1, updatedAt: this.#nowText }, request.body as DeepPartial<Customer>),
    )
    this.#customers.set(customer.id, changed)
    this.#parts.invalidate([`customer:${customer.id}`, 'customers'])
    return answered(request, changed)
  }

  #subscriptionsOf({ identity }: FakeRequest) {
    return [...this.#subscriptions.values()].filter(({ owner }) => owner === identity?.partner)
  }

  #subscribe(request: FakeRequest): Response {
    if (this.#subscriptionsOf(request).length >= MOST_SUBSCRIPTIONS) throw new Refusal('validation-failed')
    const { url, events } = request.body as Pick<WebhookSubscription, 'url' | 'events'>
    const id = `whs_kit_${++this.#subscriptionSerial}`
    const subscription = { id, url, events, createdAt: this.#nowText }
    this.#subscriptions.set(id, { ...subscription, owner: request.identity?.partner })
    this.#parts.invalidate(['webhooks'])
    return answered(request, { ...subscription, secret: `whsec_${createHash('sha256').update(id).digest('base64')}` }, 201)
  }

  get #nowText(): string {
    return new Date(this.#parts.now()).toISOString()
  }
}

const MOST_SUBSCRIPTIONS = 20

const withoutOwner = ({ id, url, events, createdAt }: WebhookSubscription): WebhookSubscription => ({
  id,
  url,
  events,
  createdAt,
})

const byId = <Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row]))

const find = <Row>(rows: ReadonlyMap<string, Row>, id: unknown): Row => {
  const found = rows.get(String(id))
  if (found === undefined) throw new Refusal('not-found')
  return found
}

const updatedSince = (rows: readonly Customer[], { parameters: { updatedSince: since } }: FakeRequest): readonly Customer[] =>
  typeof since === 'string' ? rows.filter(({ updatedAt }) => Date.parse(updatedAt) >= Date.parse(since)) : rows

const ofStatus = (rows: readonly Partner[], { parameters: { status } }: FakeRequest): readonly Partner[] =>
  status === undefined ? rows : rows.filter((row) => row.status === status)
