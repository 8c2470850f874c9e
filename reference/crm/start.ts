import { tokenRoute } from '../shared/api/token-route.ts'
import type { ServiceOptions } from '../shared/service/options.ts'
import { startServer, type RunningServer } from '../shared/service/server.ts'
import { openService } from '../shared/service/service.ts'
import type { CrmQueries } from './database/queries.ts'
import { orderTags } from './order.ts'
import { customerRoutes } from './routes/customers.ts'
import { orderListRoute } from './routes/order-list.ts'
import { orderRoutes } from './routes/orders.ts'
import { partnerRoutes } from './routes/partners.ts'

/** Starts a CRM server; it listens when the promise resolves. Whoever starts it closes it. */
export async function startCrm(options: ServiceOptions = {}): Promise<RunningServer> {
  const service = await openService<CrmQueries>('crm', new URL('database/worker.ts', import.meta.url), options)
  return startServer(service, options, {
    routes(api, steps) {
      orderListRoute(api, service)
      orderRoutes(api, service, steps)
      customerRoutes(api, service)
      partnerRoutes(api, service)
    },
    openRoutes: (api) => tokenRoute(api, service.secret),
    tagsOf: orderTags,
  })
}
