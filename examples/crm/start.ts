import type { OrderQueries } from '../shared/orders/queries.ts'
import type { ServiceOptions } from '../shared/service/options.ts'
import { startServer, type RunningServer } from '../shared/service/server.ts'
import { openService } from '../shared/service/service.ts'
import { orderTags } from './order.ts'
import { orderListRoute } from './routes/order-list.ts'
import { orderRoutes } from './routes/orders.ts'

/** Starts a CRM server; it listens when the promise resolves. Whoever starts it closes it. */
export async function startCrm(options: ServiceOptions = {}): Promise<RunningServer> {
  const service = await openService<OrderQueries>('crm', new URL('database/worker.ts', import.meta.url), options)
  return startServer(service, options, {
    routes(api, steps) {
      orderListRoute(api, service)
      orderRoutes(api, service, steps)
    },
    tagsOf: orderTags,
  })
}
