import { isConfigurationError } from '../../error/configuration-error.ts'
import type { Customer, Order as CrmOrder, Partner } from '../../generated/crm/index.ts'
import type { Order } from '../../generated/mes/index.ts'
import { createBuilders } from '../build/builders.ts'
import type { DeepPartial } from '../build/override.ts'
import type { Fakes, FakesParts } from '../test-kit.ts'
import { answered, type FakeRequest, paged, problemOf, Refusal } from './answers.ts'
import { FakeOrders } from './orders.ts'
import { FakePrices, type PriceSeeds } from './prices.ts'

/** What the APIs of a kit have at the beginning: parts of objects, which are completed to valid ones. */
export interface KitSeeds extends PriceSeeds {
  /** In MES, and under the same ids in CRM. */
  readonly orders?: readonly DeepPartial<Order>[]
  readonly customers?: readonly DeepPartial<Customer>[]
  readonly partners?: readonly DeepPartial<Partner>[]
}

export const SEED_NAMES = ['orders', 'customers', 'partners', 'materials', 'models', 'quotes'] as const satisfies readonly (keyof KitSeeds)[]

/** The MES of a kit, seen from the test. */
export interface FakeMes {
  /**
   * Changes an order as somebody else does: state, version and history are there when it returns, and MES has invalidated. Transition
   * rules do not count.
   *
   * @throws `ConfigurationError` for an unknown id, and for what the document does not allow
   */
  change(id: string, change: DeepPartial<Order>): void
  /** As `change`, by an MES that does not invalidate. */
  changeSilently(id: string, change: DeepPartial<Order>): void
  /**
   * What one piece of a material costs from now on, in minor units. A material that is not there is added.
   *
   * @example
   * kit.mes.prices({ AU585: 64_250 })
   */
  prices(amounts: Readonly<Record<string, number>>): void
}

/** The CRM of a kit, seen from the test. */
export interface FakeCrm {
  /** As `change` of MES. A new status reaches MES. */
  change(id: string, change: DeepPartial<CrmOrder>): void
  /** As `change`, without an invalidation. */
  changeSilently(id: string, change: DeepPartial<CrmOrder>): void
}

export const createFakes = ({ clock, own, seeds, invalidate }: FakesParts): Fakes<FakeMes, FakeCrm> => {
  const { now } = clock
  const build = createBuilders({ seed: Math.max(1, own.seed), now: () => new Date(now()) })
  const { orders: orderSeeds = [], customers = [], partners = [], ...priceSeeds } = seeds as KitSeeds
  const prices = new FakePrices({ build, now, after: (milliseconds, work) => clock.after(milliseconds, work), invalidate }, priceSeeds)
  const orders = new FakeOrders({ build, now, invalidate }, orderSeeds)
  const parties = new Map<string, readonly { readonly id: string }[]>([
    ['customers', customers.map((seed) => build.crm.customer(seed))], ['partners', partners.map((seed) => build.crm.partner(seed))],
  ])
  return {
    mes: {
      change: (id, change) => orders.change('mes', id, change, false),
      changeSilently: (id, change) => orders.change('mes', id, change, true),
      prices: (amounts) => prices.prices(amounts),
    },
    crm: {
      change: (id, change) => orders.change('crm', id, change, false),
      changeSilently: (id, change) => orders.change('crm', id, change, true),
    },
    announced: (kind, id) => (kind === 'order' ? orders.announced(id) : prices.announced(id)),
    problem: problemOf,
    upload: (request) => prices.upload(request),
    async answer(api, request, route) {
      const text = await request.text()
      const asked: FakeRequest = { ...route, headers: request.headers, body: text === '' ? undefined : JSON.parse(text) as unknown }
      try {
        return orders.answer(asked) ?? prices.answer(asked) ?? partyAnswer(asked, parties)
      } catch (error) {
        if (!(error instanceof Refusal) && !isConfigurationError(error)) throw error
        const { status, body } = problemOf(api, error instanceof Refusal ? error.code : 'validation-failed')
        return Response.json(body, { status, headers: { 'content-type': 'application/problem+json' } })
      }
    },
  }
}

const partyAnswer = (request: FakeRequest, parties: ReadonlyMap<string, readonly { readonly id: string }[]>): Response | undefined => {
  const [kind = '', method = ''] = request.operation.id.split('.')
  const rows = parties.get(kind)
  if (rows === undefined || request.api !== 'crm') return undefined
  if (method === 'list') return answered(request, paged(rows, request.parameters))
  if (method !== 'get') return undefined
  const found = rows.find(({ id }) => Object.values(request.parameters).includes(id))
  if (found === undefined) throw new Refusal('not-found')
  return answered(request, found)
}
