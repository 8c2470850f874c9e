import { MATERIALS } from '../../shared/catalogue/materials.ts'
import { modelsOf, rejectedModelOf, type Model } from '../../shared/catalogue/models.ts'
import { PARTNER_COUNT } from '../../shared/catalogue/parties.ts'
import type { Connection } from '../../shared/database/sqlite.ts'
import { createOutbox } from '../../shared/orders/outbox.ts'
import { seedOrders, type Seed } from '../../shared/orders/seed.ts'
import { createOrderTable, indexOrders, insertOrders } from '../../shared/orders/table.ts'
import { modelOfCatalogue } from '../models/model.ts'
import { insertModel, MODELS } from './model-table.ts'
import { SHIPMENTS } from './order-creation.ts'
import { EVENTS } from './order-history.ts'
import { quoteOfOrder } from './seed-quote.ts'
import { WEBHOOKS } from './webhook-queries.ts'
import { insertQuote, QUOTES } from './quote-table.ts'
import { insertFirstTariff, TARIFFS } from './tariff-table.ts'

const TABLES = `
  CREATE TABLE materials (code TEXT PRIMARY KEY, document TEXT NOT NULL);
  ${QUOTES};
  ${TARIFFS};
  CREATE TABLE answers (
    principal TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL,
    status INTEGER NOT NULL, body TEXT NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (principal, key)
  );
  ${MODELS};
  ${SHIPMENTS};
  ${WEBHOOKS}`

/** Makes and fills the database in one transaction, unless another process has done so before. */
export function seedDatabase(connection: Connection, seed: Seed): void {
  const { database } = connection
  connection.transaction(() => {
    if (connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'orders'").get() !== undefined) return
    database.exec(TABLES)
    createOrderTable(database)
    createOutbox(connection)
    insertFirstTariff(connection)
    const models = seedCatalogue(connection)
    insertOrders(database, seedOrders(seed))
    indexOrders(database)
    seedQuotes(connection, models)
    database.exec(EVENTS)
    database.exec('ANALYZE')
  })
}

function seedCatalogue(connection: Connection): ReadonlyMap<string, Model> {
  const parties = Array.from({ length: PARTNER_COUNT + 1 }, (_, number) => (number === 0 ? null : number))
  const models = parties.flatMap((party) => modelsOf(party).concat(rejectedModelOf(party)))
  for (const model of models) insertModel(connection, { owner: model.partnerId ?? 'shop', model: modelOfCatalogue(model) })
  for (const material of MATERIALS) {
    connection.prepare('INSERT INTO materials VALUES (?, ?)').run(material.code, JSON.stringify(material))
  }
  return new Map(models.map((model) => [model.id, model]))
}

/** The quotes of the open orders; those of closed orders were deleted long ago. */
function seedQuotes(connection: Connection, models: ReadonlyMap<string, Model>): void {
  const open = connection.database.prepare("SELECT * FROM orders WHERE status <> 'CLOSED'").iterate()
  for (const row of open) {
    const stored = quoteOfOrder(row, models)
    if (stored !== null) insertQuote(connection, stored)
  }
}
