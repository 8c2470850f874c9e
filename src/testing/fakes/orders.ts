import { ConfigurationError } from '../../error/configuration-error.ts'
import type { Order as CrmOrder } from '../../generated/crm/index.ts'
import type { Order, OrderEvent, OrderRequestInput, OrderStatus, Quote } from '../../generated/mes/index.ts'
import type { Builders } from '../build/builders.ts'
import { orderStatuses } from '../build/order-implications.ts'
import { type DeepPartial, mergeGiven } from '../build/override.ts'
import { maySee } from './access.ts'
import { answered, checkVersion, expectedTags, type FakeRequest, Refusal } from './answers.ts'
import { listed, orderOf, toldOf, type Told } from './order-lists.ts'
import { paged } from './pages.ts'

/** What the orders need of the kit. */
export interface OrdersParts {
  readonly build: Builders
  readonly now: () => number
  /** A step of CRM reaches MES by this. */
  readonly reachMes: (work: () => void) => void
  /** Adds what an order names, where it is not there. */
  readonly resolve: (order: Order) => void
  /** The customer of an order of the shop. */
  readonly customerFor: () => string
  /** Throws where there is no such quote, or it has no price that holds. */
  readonly quoteFor: (request: FakeRequest, id: string) => Quote
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

/** An order in one of these may be cancelled. */
const BEFORE_MANUFACTURING: ReadonlySet<OrderStatus> = new Set<OrderStatus>([
  'INITIATED',
  'FILE_UPLOADED',
  'SUBMITTED',
  'PRICE_CALCULATED',
  'MANUFACTURING_APPROVED',
])

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
    const {
      id,
      number,
      channel,
      status,
      quantity,
      price,
      promisedAt,
      createdAt,
      statusChangedAt,
      cancellation,
      tracking,
      partnerId,
      externalRef,
      version,
    } = order
    this.#parts.resolve(order)
    const customer = channel === 'SHOP' ? { customerId: this.#parts.customerFor() } : {}
    this.#mes.set(id, order)
    this.#crm.set(
      id,
      this.#parts.build.crm.order({
        id,
        number,
        channel,
        status,
        quantity,
        price,
        promisedAt,
        createdAt,
        statusChangedAt,
        cancellation,
        version,
        ...customer,
        ...(tracking !== undefined && { tracking }),
        ...(partnerId !== undefined && { partnerId }),
        ...(externalRef !== undefined && { externalRef }),
      }),
    )
    this.#note(order, null)
    return order
  }

  announced(id: string) {
    const order = this.#mes.get(id)
    return order && { status: order.status, previousStatus: this.#previous.get(id) ?? null, version: order.version }
  }

  /** @throws {ConfigurationError} for an unknown id, and for what the document does not allow */
  change(
    api: 'mes' | 'crm',
    id: string,
    change: DeepPartial<Order> | DeepPartial<CrmOrder>,
    isSilent: boolean,
    heard: 'told' | 'own' = 'own',
  ): void {
    const before = api === 'mes' ? this.#mes.get(id) : this.#crm.get(id)
    if (before === undefined) throw new ConfigurationError(`id: expected an order of the kit, got ${JSON.stringify(id)}`)
    const moved = 'status' in change && change.status !== before.status ? { statusChangedAt: this.#nowText } : {}
    const changed = mergeGiven({ ...before, version: before.version + 1, ...moved }, change)
    const after = api === 'mes' ? this.#parts.build.mes.order(changed) : this.#parts.build.crm.order(changed)
    if (api === 'mes') this.#mes.set(id, after as Order)
    else this.#crm.set(id, after)
    if (api === 'mes' && after.status !== before.status) this.#note(after as Order, before.status)
    const told = heard === 'own' ? toldOf(before, after) : undefined
    if (told !== undefined && api === 'mes') this.#tellCrm(id, told)
    if (!isSilent)
      this.#parts.invalidate([
        ...new Set([
          `order:${id}`,
          `orders:status:${before.status}`,
          `orders:status:${after.status}`,
          'stats',
          ...(api === 'crm' || told !== undefined ? ['crm:orders'] : []),
        ]),
      ])
    if (told !== undefined && api === 'crm') this.#parts.reachMes(() => this.change('mes', id, told, isSilent, 'told'))
  }

  /** Answers operations on orders; `undefined` for one that it does not know. */
  answer(request: FakeRequest): Response | undefined {
    const name = `${request.api}.${request.operation.id}`
    if (name in STEPS) return this.#step(request, name)
    if (name === 'crm.orders.cancel') return this.#cancel(request)
    if (name === 'mes.orders.create') return this.#create(request)
    switch (name) {
      case 'mes.orders.list':
        return answered(request, paged(listed(this.#mes, request), request.parameters, orderOf(request)))
      case 'crm.orders.list':
        return answered(request, paged(listed(this.#crm, request), request.parameters, orderOf(request)))
      case 'mes.orders.stats':
        return answered(request, this.#stats(request))
      case 'mes.orders.get':
        return answered(request, this.#find(this.#mes, request))
      case 'crm.orders.get':
        return answered(request, this.#find(this.#crm, request))
      case 'mes.orders.status': {
        const { status, version, statusChangedAt } = this.#find(this.#mes, request)
        return answered(request, { status, version, statusChangedAt })
      }
      case 'mes.orders.history': {
        const { id, status, version } = this.#find(this.#mes, request)
        return answered(request, { orderId: id, status, version, items: this.#history.get(id) ?? [] })
      }
      default:
        return undefined
    }
  }

  #step(request: FakeRequest, name: string): Response {
    const step = STEPS[name]
    const expected = expectedTags(request)
    const { id } = request.api === 'mes' ? this.#find(this.#mes, request) : this.#find(this.#crm, request)
    const order = request.api === 'mes' ? this.#mes.get(id) : this.#crm.get(id)
    if (step === undefined || order === undefined) throw new Refusal('not-found')
    if (order.cancellation !== null) throw new Refusal('invalid-transition')
    if (order.status !== step.from)
      throw new Refusal(
        name === 'mes.orders.claim' && 'assignee' in order && order.assignee !== null
          ? 'order-already-claimed'
          : 'invalid-transition',
      )
    checkVersion(expected, order)
    const assigned = name === 'mes.orders.claim' ? { assignee: { operatorId: OPERATOR, claimedAt: this.#nowText } } : {}
    const tracked = name === 'mes.orders.ship' ? { tracking: request.body as object } : {}
    const closed =
      name === 'crm.orders.close'
        ? { closure: { ...(request.body as { readonly reason: string }), closedAt: this.#nowText } }
        : {}
    this.change(request.api, id, { status: step.to, ...assigned, ...tracked, ...closed }, false)
    const after = request.api === 'mes' ? this.#mes.get(id) : this.#crm.get(id)
    return answered(request, { ...after, previousStatus: step.from })
  }

  #create(request: FakeRequest): Response {
    const { quoteId, externalRef } = request.body as OrderRequestInput
    const {
      result,
      request: { modelId, materialCode, quantity },
    } = this.#parts.quoteFor(request, quoteId)
    const order = this.add({
      status: 'PRICE_CALCULATED',
      version: 1,
      channel: 'PARTNER',
      quoteId,
      modelId,
      materialCode,
      quantity,
      createdAt: this.#nowText,
      statusChangedAt: this.#nowText,
      assignee: null,
      partnerId: request.identity?.partner ?? 'partner_01',
      ...(result !== null && { price: result.totalPrice }),
      ...(externalRef !== undefined && { externalRef }),
    })
    this.#parts.invalidate([
      `order:${order.id}`,
      'orders',
      'crm:orders',
      `orders:status:${order.status}`,
      'stats',
      `quote:${quoteId}`,
    ])
    return answered(request, order, 201)
  }

  #cancel(request: FakeRequest): Response {
    const expected = expectedTags(request)
    const order = this.#find(this.#crm, request)
    if (order.cancellation !== null || !BEFORE_MANUFACTURING.has(order.status)) throw new Refusal('invalid-transition')
    checkVersion(expected, order)
    this.change(
      'crm',
      order.id,
      { cancellation: { ...(request.body as { readonly reason: string }), cancelledAt: this.#nowText } },
      false,
    )
    return answered(request, { ...this.#crm.get(order.id), previousStatus: order.status })
  }

  #tellCrm(id: string, told: Told): void {
    const crm = this.#crm.get(id)
    if (crm !== undefined) this.#crm.set(id, this.#parts.build.crm.order(mergeGiven({ ...crm, version: crm.version + 1 }, told)))
  }

  #note({ id, status, version, statusChangedAt, assignee }: Order, previous: OrderStatus | null): void {
    const events = this.#history.get(id) ?? []
    this.#history.set(id, [...events, { status, version, changedAt: statusChangedAt, operatorId: assignee?.operatorId ?? null }])
    if (previous !== null) this.#previous.set(id, previous)
  }

  #stats({ identity }: FakeRequest) {
    const seen = [...this.#mes.values()].filter(({ partnerId }) => maySee(identity, partnerId))
    const counts = Map.groupBy(seen, ({ status }) => status)
    const statuses = new Set<OrderStatus>([...(orderStatuses as readonly OrderStatus[]), ...counts.keys()])
    return { total: seen.length, items: [...statuses].map((status) => ({ status, count: counts.get(status)?.length ?? 0 })) }
  }

  #find<T extends { readonly partnerId?: string }>(
    orders: ReadonlyMap<string, T>,
    { identity, parameters: { orderId } }: FakeRequest,
  ): T {
    const found = orders.get(String(orderId))
    if (found === undefined || !maySee(identity, found.partnerId)) throw new Refusal('not-found')
    return found
  }

  get #nowText(): string {
    return new Date(this.#parts.now()).toISOString()
  }
}
