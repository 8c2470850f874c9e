import { numberOf, readFlags, SERVICE_FLAGS, serviceOptions } from '../shared/service/command-line.ts'
import { runServer } from '../shared/service/process.ts'
import type { MesOptions } from './options.ts'
import { startMes } from './start.ts'

export { startMes } from './start.ts'
export type { MesOptions } from './options.ts'

function optionsOfCommandLine(): MesOptions {
  const flags = readFlags([...SERVICE_FLAGS, 'calculation-ms', 'calculators', 'webhook-hosts'])
  const calculationMs = numberOf(flags, 'calculation-ms')
  const calculators = numberOf(flags, 'calculators')
  const hosts = flags['webhook-hosts']?.split(',')
  return {
    ...serviceOptions(flags),
    ...(hosts === undefined ? {} : { webhooks: { hosts } }),
    quotes: { ...(calculationMs === undefined ? {} : { calculationMs }), ...(calculators === undefined ? {} : { calculators }) },
  }
}

if (import.meta.main) await runServer(() => startMes(optionsOfCommandLine()))
