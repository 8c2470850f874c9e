import { isConfigurationError } from '../../error/configuration-error.ts'
import type { Order as CrmOrder } from '../../generated/crm/index.ts'
import type { Order } from '../../generated/mes/index.ts'
import { createBuilders } from '../build/builders.ts'
import type { DeepPartial } from '../build/override.ts'
import type { Fakes, FakesParts } from '../test-kit.ts'
import { authorize, identify } from './access.ts'
import { checkDescribed, type FakeRequest, problemOf, Refusal } from './answers.ts'
import { Idempotency } from './idempotency.ts'
import { FakeOrders } from './orders.ts'
import { FakeParties, type PartySeeds } from './parties.ts'
import { FakePrices, type PriceSeeds } from './prices.ts'

/** What the APIs of a kit have at the beginning: parts of objects, which are completed to valid ones. */
export interface KitSeeds extends PriceSeeds, PartySeeds {
  /** In MES, and under the same ids in CRM. */
  readonly orders?: readonly DeepPartial<Order>[]
}

export const SEED_NAMES = [
  'orders',
  'customers',
  'partners',
  'materials',
  'models',
  'quotes',
] as const satisfies readonly (keyof KitSeeds)[]

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
  const build = createBuilders({ seed: own.seed, now: () => new Date(now()) })
  const { orders: orderSeeds = [], customers, partners, ...priceSeeds } = seeds as KitSeeds
  const after = (milliseconds: number, work: () => void): void => clock.after(milliseconds, work)
  const reachMes = (work: () => void): void => (own.crmReachesMesAfter === 0 ? work() : after(own.crmReachesMesAfter, work))
  const prices = new FakePrices({ build, now, after, invalidate }, priceSeeds)
  const parties = new FakeParties({ build, now, invalidate }, { ...(customers && { customers }), ...(partners && { partners }) })
  const orders = new FakeOrders(
    {
      build,
      now,
      reachMes,
      invalidate,
      resolve: (order) => prices.resolve(order),
      customerFor: () => parties.customerFor(),
      quoteFor: (request, id) => prices.quoteFor(request, id),
    },
    orderSeeds,
  )
  const idempotency = new Idempotency(now)
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
      try {
        const unread: FakeRequest = { ...route, headers: request.headers, body: undefined }
        const asked: FakeRequest = { ...unread, identity: identify(unread, own.identities), body: bodyOf(text) }
        checkDescribed(asked, new URL(request.url).searchParams)
        authorize(asked)
        return idempotency.answer(asked, () => orders.answer(asked) ?? prices.answer(asked) ?? parties.answer(asked))
      } catch (error) {
        if (!(error instanceof Refusal) && !isConfigurationError(error)) throw error
        const { status, body } =
          error instanceof Refusal ? problemOf(api, error.code, error.faults) : problemOf(api, 'validation-failed')
        return Response.json(body, { status, headers: { 'content-type': 'application/problem+json' } })
      }
    },
  }
}

/** @throws {Refusal} for what is not JSON */
const bodyOf = (text: string): unknown => {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown)
  } catch {
    throw new Refusal('validation-failed')
  }
}
