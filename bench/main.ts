import { parseArgs } from 'node:util'
import { benchAppend } from './append.ts'
import { benchBounds } from './bounds.ts'
import { benchConfirmation } from './confirmation.ts'
import { benchDeliveries } from './deliveries.ts'
import { benchFollower } from './follower.ts'
import { benchL1Hit } from './l1-hit.ts'
import { benchL2Hit, benchMiss } from './l2-hit.ts'
import { benchMemoryTier } from './memory-tier.ts'
import { benchMetrics } from './metrics.ts'
import { benchModelDigest } from './model-digest.ts'
import { benchQuoteBurst } from './quote-burst.ts'
import { benchRedisDown } from './redis-down.ts'
import { benchRequest } from './request.ts'
import { benchSdkHit } from './sdk-hit.ts'
import { benchTagTable } from './tag-table.ts'
import { benchTestKit } from './test-kit.ts'
import { benchTraces } from './traces.ts'

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  'l1-hit': benchL1Hit,
  'sdk-hit': benchSdkHit,
  request: benchRequest,
  'l2-hit': benchL2Hit,
  miss: benchMiss,
  append: benchAppend,
  confirmation: benchConfirmation,
  'memory-tier': benchMemoryTier,
  metrics: benchMetrics,
  traces: benchTraces,
  'tag-table': benchTagTable,
  follower: benchFollower,
  deliveries: benchDeliveries,
  'redis-down': benchRedisDown,
  'quote-burst': benchQuoteBurst,
  'model-digest': benchModelDigest,
  bounds: benchBounds,
  'test-kit': benchTestKit,
}

const {
  values: { only = '' },
} = parseArgs({ options: { only: { type: 'string' } } })
const chosen = Object.entries(BENCHES).filter(([name]) => name.includes(only))
if (chosen.length === 0) throw new Error(`no benchmark is called ${only}: ${Object.keys(BENCHES).join(', ')}`)
for (const [, run] of chosen) await run()
