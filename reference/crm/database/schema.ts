import type { Connection } from '../../shared/database/sqlite.ts'
import { createOutbox } from '../../shared/orders/outbox.ts'
import { seedCarts, seedOrders, type Seed } from '../../shared/orders/seed.ts'
import { createOrderTable, indexOrders, insertOrders } from '../../shared/orders/table.ts'
import { seedCustomers } from './customer-table.ts'
import { seedPartners } from './partner-table.ts'

/** Makes and fills the database in one transaction, unless another process has done so before. */
export function seedDatabase(connection: Connection, seed: Seed): void {
  const { database } = connection
  connection.transaction(() => {
    if (connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'orders'").get() !== undefined) return
    createOrderTable(database)
    createOutbox(connection)
    insertOrders(database, seedOrders(seed))
    insertOrders(database, seedCarts(seed))
    indexOrders(database)
    seedCustomers(connection, seed.now)
    seedPartners(connection, seed.now)
    database.exec('ANALYZE')
  })
}
