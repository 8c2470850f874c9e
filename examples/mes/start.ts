import { openService } from '../shared/service/service.ts'
import { startServer, type RunningServer } from '../shared/service/server.ts'
import { startCalculators } from './calculators.ts'
import type { MesQueries } from './database/queries.ts'
import type { MesOptions } from './options.ts'
import { startAnalyses } from './models/analyses.ts'
import { createFileStore } from './models/file-store.ts'
import { createUploadAddresses } from './models/upload-address.ts'
import { orderTags } from './order.ts'
import { materialRoutes } from './routes/materials.ts'
import { orderListRoute } from './routes/order-list.ts'
import { modelRoutes } from './routes/models.ts'
import { uploadRoute } from './routes/uploads.ts'
import { orderCreationRoute } from './routes/order-creation.ts'
import { orderStatsRoute } from './routes/order-stats.ts'
import { quoteListRoute } from './routes/quote-list.ts'
import { orderRoutes } from './routes/orders.ts'
import { quoteRoutes } from './routes/quotes.ts'

/** Starts a MES server; it listens when the promise resolves. Whoever starts it closes it. */
export async function startMes(options: MesOptions = {}): Promise<RunningServer> {
  const worker = new URL('database/worker.ts', import.meta.url)
  const service = await openService<MesQueries>('mes', worker, options)
  const calculators = startCalculators(service, options.quotes)
  for (const id of await service.database.ask.unfinishedQuotes(undefined)) calculators.calculate(id)
  const uploads = { addresses: createUploadAddresses(service.secret), files: createFileStore(service.files) }
  const analyses = startAnalyses(service, uploads.files)
  for (const model of await service.database.ask.unfinishedModels(undefined)) analyses.analyze(model)
  return startServer(service, options, {
    routes(api, steps, relay) {
      materialRoutes(api, service)
      modelRoutes(api, service, uploads, analyses)
      orderCreationRoute(api, service, relay)
      orderListRoute(api, service)
      orderStatsRoute(api, service)
      quoteListRoute(api, service)
      orderRoutes(api, service, steps)
      quoteRoutes(api, service, calculators)
    },
    tagsOf: orderTags,
    openRoutes: (api) => uploadRoute(api, service, uploads),
    async stopping() {
      await Promise.all([calculators.close(), analyses.close()])
    },
  })
}
