import type { Material } from '../../shared/catalogue/materials.ts'
import type { Connection } from '../../shared/database/sqlite.ts'
import { orderQueries, type OrderQueries } from '../../shared/orders/queries.ts'
import { historyOf, recordedEvents, type OrderHistory } from './order-history.ts'
import { createOrder, type NewOrder, type NewOrderOutcome } from './order-creation.ts'
import { countOrders, type OrderStats } from './order-stats.ts'
import { modelQueries, type ModelQueries } from './model-queries.ts'
import { webhookQueries, type WebhookQueries } from './webhook-queries.ts'
import { quoteQueries, type QuoteQueries } from './quote-queries.ts'
import { putTariff, tariffInForce, type TariffChange, type TariffOutcome } from './tariff-table.ts'
import type { Tariff } from '../../shared/catalogue/tariff.ts'
import type { OrderRow } from '../../shared/orders/row.ts'

/** Everything that MES asks its database. */
export type MesQueries = OrderQueries &
  ModelQueries &
  QuoteQueries &
  WebhookQueries & {
    readonly listMaterials: (query: undefined) => readonly Material[]
    readonly getTariff: (query: undefined) => Tariff
    readonly putTariff: (change: TariffChange) => TariffOutcome
    readonly createOrder: (query: NewOrder) => NewOrderOutcome
    /** Null for an order that does not exist. */
    readonly getHistory: (query: { readonly id: string }) => { readonly row: OrderRow; readonly history: OrderHistory } | null
    /** Of one partner's orders, or with null of all. */
    readonly countOrders: (query: { readonly partnerId: string | null }) => OrderStats
  }

export function mesQueries(connection: Connection, noticeDelayMs: number): MesQueries {
  const orders = orderQueries(connection, noticeDelayMs)
  return {
    ...orders,
    ...modelQueries(connection),
    ...quoteQueries(connection),
    ...webhookQueries(connection),
    listMaterials: () =>
      connection
        .prepare('SELECT document FROM materials ORDER BY code')
        .all()
        .map((row) => JSON.parse(String(row['document'])) as Material),
    getTariff: () => tariffInForce(connection),
    putTariff: (change) => putTariff(connection, change),
    createOrder: (query) => createOrder(connection, noticeDelayMs, query),
    getHistory: ({ id }) => {
      const row = orders.getOrder({ id })
      return row === null ? null : { row, history: historyOf(row, recordedEvents(connection, id)) }
    },
    countOrders: ({ partnerId }) => countOrders(connection, partnerId),
  }
}
