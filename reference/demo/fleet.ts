import type { CacheOptions } from 'mes-crm-sdk'
import type { ConsumerReport } from '../consumers/observation.ts'
import type { ServiceStats } from '../shared/service/stats.ts'
import type { CrmBackendOptions } from '../crm-backend/crm-backend.ts'
import type { PartnerServiceOptions } from '../partner-service/partner-service.ts'
import type { Partner, Phase } from './plan.ts'

/** The servers and consumers of one phase. */
export interface Fleet {
  start(): void
  /** Counters and writes of the servers so far. */
  stats(): Promise<{ readonly mes: ServiceStats; readonly crm: ServiceStats }>
  /** Ends the load and returns what the consumers have seen. */
  stop(): Promise<readonly ConsumerReport[]>
  close(): Promise<void>
}

export interface FleetOptions {
  readonly phase: Phase
  readonly cache: CacheOptions
  readonly databases: { readonly mes: string; readonly crm: string }
  readonly orders: number
  readonly partners: readonly Partner[]
  /** Loopback ports where the consumers serve their metrics, in the order in which they are started. Default: they serve none. */
  readonly metricsPorts?: readonly number[]
  readonly load: Pick<CrmBackendOptions, 'screens' | 'sellers' | 'refreshMs' | 'stepMs'> & Pick<PartnerServiceOptions, 'pollMs'>
}

/** Halves of the partners, one for each service. */
export const halves = (partners: readonly Partner[]): readonly (readonly Partner[])[] => {
  const middle = Math.ceil(partners.length / 2)
  return [partners.slice(0, middle), partners.slice(middle)]
}
