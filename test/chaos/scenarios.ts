import { faultsOfClusters } from './faults-of-clusters.ts'
import { faultsOfLog } from './faults-of-log.ts'
import { faultsOfPaths } from './faults-of-paths.ts'
import { faultsOfProcesses } from './faults-of-processes.ts'
import { faultsOfRedis } from './faults-of-redis.ts'
import { faultsOfSecuredRedis } from './faults-of-secured-redis.ts'
import { faultsOfSentinels } from './faults-of-sentinels.ts'
import type { Scenario } from './scenario.ts'
import type { RuleLess } from './rule-less-cache.ts'

const calm: Scenario = { name: 'works as it should', begin: () => async () => {} }

/** Faults of one server, of the ways to it, and of those who use it. */
export const onOneServer: readonly Scenario[] = [
  calm,
  ...faultsOfRedis,
  ...faultsOfLog,
  ...faultsOfPaths,
  ...faultsOfProcesses,
  ...faultsOfSecuredRedis,
]

/** Faults of servers that belong together. */
export const onSeveralServers: readonly Scenario[] = [...faultsOfClusters, ...faultsOfSentinels]

/** Every fault; each name continues the sentence "… when Redis". */
export const scenarios: readonly Scenario[] = [...onOneServer, ...onSeveralServers]

export const scenarioNamed = (name: string): Scenario => {
  const scenario = scenarios.find((one) => one.name === name)
  if (scenario === undefined) throw new Error(`no scenario "${name}"`)
  return scenario
}

/** For each rule the scenario in which its absence must be seen. */
export const exposures: Readonly<Record<RuleLess, Scenario>> = {
  'no stamp fence': calm,
  'no gap detection': scenarioNamed('kills the connections of all subscribers, again and again'),
  'no confirmation': scenarioNamed('publishes nothing'),
  'no loss detection': scenarioNamed('loses everything to FLUSHALL while it publishes nothing'),
}
