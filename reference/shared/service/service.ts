import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type Database } from '../database/database.ts'
import type { QueryTable } from '../database/protocol.ts'
import { DEFAULT_SEED } from '../orders/seed.ts'
import { createJournal, type Journal } from './journal.ts'
import { createTraffic, type Traffic } from '../api/traffic.ts'
import { DEFAULT_NOTICE_DELAY_MS, DEMO_SECRET, type ServiceOptions } from './options.ts'
import { createServerCache, type ServerCache } from './server-cache.ts'
import { NO_COST, simulateCost, type SimulatedCost } from './simulated-cost.ts'
import { createWrites, type Writes } from './writes.ts'

/** What the routes of a server work with. */
export interface Service<Queries extends QueryTable> {
  readonly name: 'mes' | 'crm'
  readonly secret: string
  readonly database: Database<Queries>
  readonly cache: ServerCache
  readonly journal: Journal
  readonly writes: Writes
  readonly traffic: Traffic
  readonly listCost: SimulatedCost
  readonly readCost: SimulatedCost
  /** Folder for files, made by who writes the first one; the processes of a database share it. */
  readonly files: string
  /** Whether every answer is held against the API description. */
  readonly checksAnswers: boolean
  /** Ends what waits, then closes the cache and the database and removes a temporary one. */
  close(): Promise<void>
}

export async function openService<Queries extends QueryTable>(
  name: 'mes' | 'crm',
  worker: URL,
  options: ServiceOptions,
): Promise<Service<Queries>> {
  const folder = options.database === undefined ? await mkdtemp(join(tmpdir(), `${name}-`)) : undefined
  const database = await openDatabase<Queries>(worker, {
    path: options.database ?? join(folder ?? '', `${name}.db`),
    seed: { ...DEFAULT_SEED, ...options.seed },
    noticeDelayMs: options.noticeDelayMs ?? DEFAULT_NOTICE_DELAY_MS,
  })
  const cacheOptions = options.cache ?? 'off'
  const cache = createServerCache(cacheOptions === 'off' ? 'off' : { principal: `${name}-api`, ...cacheOptions })
  const journal = createJournal()
  const listCost = simulateCost(options.listCost ?? NO_COST)
  const readCost = simulateCost(options.readCost ?? NO_COST)
  return {
    name,
    secret: options.secret ?? DEMO_SECRET,
    database,
    cache,
    journal,
    writes: createWrites(cache, journal),
    traffic: createTraffic(),
    listCost,
    readCost,
    files: options.database === undefined ? join(folder ?? '', 'files') : `${options.database}-files`,
    checksAnswers: options.checkAnswers ?? process.env['CHECK_ANSWERS'] === 'on',
    async close() {
      await cache.close()
      await database.close()
      if (folder !== undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}
