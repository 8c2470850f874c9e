import type { CacheOptions } from 'mes-crm-sdk'
import { openCrmBackend } from '../crm-backend/crm-backend.ts'
import { startCrm } from '../crm/start.ts'
import { startMes } from '../mes/start.ts'
import { openPartnerService } from '../partner-service/partner-service.ts'
import { DEMO_SECRET } from '../shared/service/options.ts'
import { type Fleet, type FleetOptions, halves } from './fleet.ts'
import { LIST_COST } from './plan.ts'

/** Servers and consumers in this very process, with an in-process invalidation log: what the package does without Redis. */
export async function openEmbeddedFleet({ phase, cache, databases, orders, partners, load }: FleetOptions): Promise<Fleet> {
  const ofServer: CacheOptions | 'off' = phase.cached ? cache : 'off'
  const mes = await startMes({ database: databases.mes, seed: { orders }, cache: ofServer, listCost: LIST_COST })
  const crm = await startCrm({ database: databases.crm, seed: { orders }, cache: ofServer, peer: mes.url })
  const common = { mes: mes.url, crm: crm.url, secret: DEMO_SECRET, cache: ofServer, ...load }
  const consumers = [
    openCrmBackend(common),
    ...halves(partners).map((half, index) =>
      openPartnerService({ ...common, name: `partner-service-${index + 1}`, partners: half }),
    ),
  ]
  return {
    start: () => consumers.forEach((consumer) => consumer.start()),
    stats: async () => ({ mes: mes.stats(), crm: crm.stats() }),
    stop: () => Promise.all(consumers.map((consumer) => consumer.stop())),
    async close() {
      await crm.close()
      await mes.close()
    },
  }
}
