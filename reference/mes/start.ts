import { tokenRoute } from '../shared/api/token-route.ts'
import { openService } from '../shared/service/service.ts'
import { startServer, type RunningServer } from '../shared/service/server.ts'
import { createCalculationTime } from './calculation-time.ts'
import { startCalculators } from './calculators.ts'
import type { MesQueries } from './database/queries.ts'
import { startAnalyses } from './models/analyses.ts'
import { createFileStore } from './models/file-store.ts'
import { createUploadAddresses } from './models/upload-address.ts'
import type { MesOptions } from './options.ts'
import { orderTags } from './order.ts'
import { materialRoutes } from './routes/materials.ts'
import { modelListRoute } from './routes/model-list.ts'
import { modelRoutes } from './routes/models.ts'
import { orderCreationRoute } from './routes/order-creation.ts'
import { orderListRoute } from './routes/order-list.ts'
import { orderStatsRoute } from './routes/order-stats.ts'
import { orderRoutes } from './routes/orders.ts'
import { quoteListRoute } from './routes/quote-list.ts'
import { quoteRoutes } from './routes/quotes.ts'
import { tariffRoutes } from './routes/tariff.ts'
import { uploadRoute } from './routes/uploads.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { announcingWrites } from './webhooks/announcing-writes.ts'
import { startDeliveries } from './webhooks/deliveries.ts'

const UPLOAD_WITHIN_MS = 3_600_000
const UPLOAD_STALLED_MS = 60_000

/** Starts a MES server; it listens when the promise resolves. Whoever starts it closes it. */
export async function startMes(options: MesOptions = {}): Promise<RunningServer> {
  // Options that cannot be are refused before anything is opened.
  const time = createCalculationTime(options.quotes)
  const opened = await openService<MesQueries>('mes', new URL('database/worker.ts', import.meta.url), options)
  const deliveries = startDeliveries(opened.database, options.webhooks)
  const service = { ...opened, writes: announcingWrites(opened.writes, (write) => deliveries.announce(write)) }
  const uploads = {
    addresses: createUploadAddresses(service.secret),
    files: createFileStore(service.files),
    withinMs: options.models?.uploadWithinMs ?? UPLOAD_WITHIN_MS,
    stalledMs: options.models?.uploadStalledMs ?? UPLOAD_STALLED_MS,
    headers: options.models?.uploadHeaders ?? {},
  }
  const analyses = startAnalyses(service, uploads.files)
  const calculators = startCalculators(service, time, options.quotes)
  for (const model of await service.database.ask.unfinishedModels(undefined)) analyses.analyze(model)
  for (const id of await service.database.ask.unfinishedQuotes(undefined)) calculators.calculate(id)
  return startServer(service, options, {
    routes(api, steps, relay) {
      materialRoutes(api, service)
      modelListRoute(api, service)
      modelRoutes(api, service, uploads, analyses)
      orderCreationRoute(api, service, relay)
      orderListRoute(api, service)
      orderStatsRoute(api, service)
      orderRoutes(api, service, steps)
      quoteListRoute(api, service)
      quoteRoutes(api, service, calculators, options.quotes?.reuse ?? true)
      webhookRoutes(api, service, options.webhooks?.hosts ?? [])
    },
    openRoutes(api) {
      tokenRoute(api, service.secret)
      uploadRoute(api, service, uploads)
    },
    internalRoutes: (api) => tariffRoutes(api, service),
    work: () => ({ ...analyses.counts(), ...calculators.counts() }),
    tagsOf: orderTags,
    async stopping() {
      await Promise.all([calculators.close(), analyses.close()])
      await deliveries.close()
    },
  })
}
