import type { CacheOptions } from 'mes-crm-sdk/cache'
import type { Seed } from '../orders/seed.ts'
import type { Cost } from './simulated-cost.ts'

/** Options of both servers. */
export interface ServiceOptions {
  /** Default 0: any free port. */
  readonly port?: number
  /** File of the database, made and seeded unless it exists. Default: a file in a temporary folder, removed at the end. */
  readonly database?: string
  /** What a new database is seeded with. Default: 200,000 orders. */
  readonly seed?: Partial<Seed>
  /** Signs and verifies the tokens of staff, partners and the other server. Default: one for demonstrations. */
  readonly secret?: string
  /** URL of the other server. Default none: it introduces itself, or is not there, and notices wait for it. */
  readonly peer?: string
  /** How long after its commit a step is told to the other server, in milliseconds. Default 300. */
  readonly noticeDelayMs?: number
  /** What a query for a list costs. Default nothing. */
  readonly listCost?: Cost
  /** What a query for a single row, or for the materials, costs. Default nothing. */
  readonly readCost?: Cost
  /** The cache around the server's own queries. Default `'off'`. */
  readonly cache?: CacheOptions | 'off'
  /**
   * Whether every answer is held against the API description; one that is not as described becomes a 500 and makes `close`
   * reject. For tests. Default: whether the environment variable `CHECK_ANSWERS` is `on`.
   */
  readonly checkAnswers?: boolean
}

export const DEMO_SECRET = 'a-secret-for-demonstrations-only'
export const DEFAULT_NOTICE_DELAY_MS = 300
