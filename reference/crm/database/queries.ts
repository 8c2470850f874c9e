import type { Connection } from '../../shared/database/sqlite.ts'
import { orderQueries, type OrderQueries } from '../../shared/orders/queries.ts'
import { customerQueries, type CustomerQueries } from './customer-table.ts'
import { partnerQueries, type PartnerQueries } from './partner-table.ts'

/** Everything that CRM asks its database. */
export type CrmQueries = OrderQueries & CustomerQueries & PartnerQueries

export function crmQueries(connection: Connection, noticeDelayMs: number): CrmQueries {
  return { ...orderQueries(connection, noticeDelayMs), ...customerQueries(connection), ...partnerQueries(connection) }
}
