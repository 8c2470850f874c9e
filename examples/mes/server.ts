import { numberOf, readFlags, SERVICE_FLAGS, serviceOptions } from '../shared/service/command-line.ts'
import { runServer } from '../shared/service/process.ts'
import type { MesOptions } from './options.ts'
import { startMes } from './start.ts'

export { startMes } from './start.ts'
export type { MesOptions } from './options.ts'

function optionsOfCommandLine(): MesOptions {
  const flags = readFlags([...SERVICE_FLAGS, 'calculation-ms', 'calculators'])
  const calculationMs = numberOf(flags, 'calculation-ms')
  const calculators = numberOf(flags, 'calculators')
  return {
    ...serviceOptions(flags),
    quotes: { ...(calculationMs === undefined ? {} : { calculationMs }), ...(calculators === undefined ? {} : { calculators }) },
  }
}

if (import.meta.main) await runServer(() => startMes(optionsOfCommandLine()))
