import { ConfigurationError } from '../../error/configuration-error.ts'
import type { Order as CrmOrder } from '../../generated/crm/index.ts'
import type { Order, OrderEvent, OrderStatus } from '../../generated/mes/index.ts'
import type { Builders } from '../build/builders.ts'
import { type DeepPartial, mergeGiven } from '../build/override.ts'
import { answered, checkVersion, type FakeRequest, paged, Refusal } from './answers.ts'

/** What the orders need of the kit. */
export interface OrdersParts {
  readonly build: Builders
  readonly now: () => number
  readonly invalidate: (tags: readonly string[]) => void
}

interface Step {
  readonly from: OrderStatus
  readonly to: OrderStatus
}

const STEPS: Readonly<Record<string, Step>> = {
  'mes.orders.claim': { from: 'MANUFACTURING_APPROVED', to: 'MANUFACTURING_STARTED' },
  'mes.orders.complete': { from: 'MANUFACTURING_STARTED', to: 'MANUFACTURING_COMPLETED' },
  'mes.orders.startPackaging': { from: 'MANUFACTURING_COMPLETED', to: 'PACKAGING' },
  'mes.orders.ship': { from: 'PACKAGING', to: 'SHIPPED' },
  'crm.orders.approve': { from: 'PRICE_CALCULATED', to: 'MANUFACTURING_APPROVED' },
  'crm.orders.close': { from: 'SHIPPED', to: 'CLOSED' },
}

const OPERATOR = 'op_001'

/** The orders of MES and CRM: each lives in both under one id, with a version of its own in each. */
export class FakeOrders {
  readonly #parts: OrdersParts
  readonly #mes = new Map<string, Order>()
  readonly #crm = new Map<string, CrmOrder>()
  readonly #history = new Map<string, OrderEvent[]>()
  readonly #previous = new Map<string, OrderStatus>()

  constructor(parts: OrdersParts, seeds: readonly DeepPartial<Order>[]) {
    this.#parts = parts
    for (const seed of seeds) this.add(seed)
  }

  add(seed: DeepPartial<Order>): Order {
    const order = this.#parts.build.mes.order(seed)
    const { id, number, channel, status, quantity, price, createdAt, statusChangedAt } = order
    this.#mes.set(id, order)
    this.#crm.set(id, this.#parts.build.crm.order({ id, number, channel, status, quantity, price, createdAt, statusChangedAt, version: 1 }))
    this.#note(order, null)
    return order
  }

  announced(id: string) {
    const order = this.#mes.get(id)
    return order && { status: order.status, previousStatus: this.#previous.get(id) ?? null, version: order.version }
  }

  /** @throws {ConfigurationError} for an unknown id, and for what the document does not allow */
  change(api: 'mes' | 'crm', id: string, change: DeepPartial<Order> | DeepPartial<CrmOrder>, isSilent: boolean): void {
    const before = api === 'mes' ? this.#mes.get(id) : this.#crm.get(id)
    if (before === undefined) throw new ConfigurationError(`id: expected an order of the kit, got ${JSON.stringify(id)}`)
    const moved = 'status' in change && change.status !== before.status ? { statusChangedAt: this.#nowText } : {}
    const changed = mergeGiven({ ...before, version: before.version + 1, ...moved }, change)
    const after = api === 'mes' ? this.#parts.build.mes.order(changed) : this.#parts.build.crm.order(changed)
    if (api === 'mes') this.#mes.set(id, after as Order)
    else this.#crm.set(id, after as CrmOrder)
    if (after.status !== before.status) this.#moved(after as Order, before.status, api)
    if (!isSilent) this.#parts.invalidate([...new Set([`order:${id}`, `orders:status:${before.status}`, `orders:status:${after.status}`, 'stats', ...(api === 'crm' ? ['crm:orders'] : [])])])
  }

  /** Answers operations on orders; `undefined` for one that it does not know. */
  answer(request: FakeRequest): Response | undefined {
    const name = `${request.api}.${request.operation.id}`
    if (name in STEPS) return this.#step(request, name)
    switch (name) {
      case 'mes.orders.list': return answered(request, paged(this.#listed(request), request.parameters))
      case 'crm.orders.list': return answered(request, paged([...this.#crm.values()], request.parameters))
      case 'mes.orders.stats': return answered(request, this.#stats())
      case 'mes.orders.get': return answered(request, this.#find(this.#mes, request))
      case 'crm.orders.get': return answered(request, this.#find(this.#crm, request))
      case 'mes.orders.status': {
        const { status, version, statusChangedAt } = this.#find(this.#mes, request)
        return answered(request, { status, version, statusChangedAt })
      }
      case 'mes.orders.history': {
        const { id, status, version } = this.#find(this.#mes, request)
        return answered(request, { orderId: id, status, version, items: this.#history.get(id) ?? [] })
      }
      default: return undefined
    }
  }

  #step(request: FakeRequest, name: string): Response {
    const step = STEPS[name]
    const { id } = request.api === 'mes' ? this.#find(this.#mes, request) : this.#find(this.#crm, request)
    const order = request.api === 'mes' ? this.#mes.get(id) : this.#crm.get(id)
    if (step === undefined || order === undefined) throw new Refusal('not-found')
    if (order.status !== step.from) throw new Refusal(name === 'mes.orders.claim' && 'assignee' in order && order.assignee !== null ? 'order-already-claimed' : 'invalid-transition')
    checkVersion(request, order)
    const assigned = name === 'mes.orders.claim' ? { assignee: { operatorId: OPERATOR, claimedAt: this.#nowText } } : {}
    const tracked = name === 'mes.orders.ship' ? { tracking: request.body as object } : {}
    this.change(request.api, id, { status: step.to, ...assigned, ...tracked } as DeepPartial<Order>, false)
    const after = request.api === 'mes' ? this.#mes.get(id) : this.#crm.get(id)
    return answered(request, { ...after, previousStatus: step.from })
  }

  /** The other API hears of a new status, and has a version of its own for it. */
  #moved(order: { readonly id: string; readonly status: OrderStatus }, previous: OrderStatus, by: 'mes' | 'crm'): void {
    const [mes, crm] = [this.#mes.get(order.id), this.#crm.get(order.id)]
    const told = { status: order.status, statusChangedAt: this.#nowText }
    if (by === 'mes' && crm !== undefined) this.#crm.set(order.id, this.#parts.build.crm.order({ ...crm, ...told, version: crm.version + 1 }))
    if (by === 'crm' && mes !== undefined) this.#mes.set(order.id, this.#parts.build.mes.order({ ...mes, ...told, version: mes.version + 1 }))
    const known = this.#mes.get(order.id)
    if (known !== undefined) this.#note(known, previous)
  }

  #note({ id, status, version, statusChangedAt, assignee }: Order, previous: OrderStatus | null): void {
    const events = this.#history.get(id) ?? []
    this.#history.set(id, [...events, { status, version, changedAt: statusChangedAt, operatorId: assignee?.operatorId ?? null }])
    if (previous !== null) this.#previous.set(id, previous)
  }

  #listed({ parameters: { status, assignee, partnerId, channel, updatedSince, sort = '-createdAt' } }: FakeRequest): readonly Order[] {
    const since = typeof updatedSince === 'string' ? Date.parse(updatedSince) : undefined
    const statuses = status === undefined ? undefined : [status].flat()
    const key = sort === '-statusChangedAt' ? 'statusChangedAt' : 'createdAt'
    const rows = [...this.#mes.values()].filter((order) => (statuses === undefined || statuses.includes(order.status))
      && (assignee === undefined || order.assignee?.operatorId === assignee) && (partnerId === undefined || order.partnerId === partnerId)
      && (channel === undefined || order.channel === channel) && (since === undefined || Date.parse(order.statusChangedAt) >= since))
      .toSorted((one, other) => Date.parse(one[key]) - Date.parse(other[key]))
    return sort === 'createdAt' ? rows : rows.toReversed()
  }

  #stats() {
    const counts = Map.groupBy(this.#mes.values(), ({ status }) => status)
    return { total: this.#mes.size, items: [...counts].map(([status, orders]) => ({ status, count: orders.length })) }
  }

  #find<T>(orders: ReadonlyMap<string, T>, { parameters: { orderId } }: FakeRequest): T {
    const found = orders.get(String(orderId))
    if (found === undefined) throw new Refusal('not-found')
    return found
  }

  get #nowText(): string {
    return new Date(this.#parts.now()).toISOString()
  }
}
