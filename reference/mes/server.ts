import { numberOf, readFlags, SERVICE_FLAGS, serviceOptions, type Flags } from '../shared/service/command-line.ts'
import { runServer } from '../shared/service/process.ts'
import type { MesOptions } from './options.ts'
import { startMes } from './start.ts'

export { startMes } from './start.ts'
export type { MesOptions } from './options.ts'

const QUOTE_FLAGS = [
  'calculation-ms',
  'calculation-median-ms',
  'calculation-spread',
  'calculation-seed',
  'calculators',
  'price-validity-ms',
] as const

function optionsOfCommandLine(): MesOptions {
  const flags = readFlags([...SERVICE_FLAGS, ...QUOTE_FLAGS, 'upload-within-ms', 'upload-stalled-ms', 'webhook-hosts'])
  const hosts = flags['webhook-hosts']?.split(',')
  const uploadWithinMs = numberOf(flags, 'upload-within-ms')
  const uploadStalledMs = numberOf(flags, 'upload-stalled-ms')
  return {
    ...serviceOptions(flags),
    ...(hosts === undefined ? {} : { webhooks: { hosts } }),
    models: {
      ...(uploadWithinMs === undefined ? {} : { uploadWithinMs }),
      ...(uploadStalledMs === undefined ? {} : { uploadStalledMs }),
    },
    quotes: quoteOptions(flags),
  }
}

function quoteOptions(flags: Flags<(typeof QUOTE_FLAGS)[number]>): NonNullable<MesOptions['quotes']> {
  const calculationMs = numberOf(flags, 'calculation-ms')
  const medianMs = numberOf(flags, 'calculation-median-ms')
  const spread = numberOf(flags, 'calculation-spread')
  const seed = numberOf(flags, 'calculation-seed')
  const calculators = numberOf(flags, 'calculators')
  const validityMs = numberOf(flags, 'price-validity-ms')
  return {
    ...(calculationMs === undefined ? {} : { calculationMs }),
    ...(medianMs === undefined ? {} : { medianMs }),
    ...(spread === undefined ? {} : { spread }),
    ...(seed === undefined ? {} : { seed }),
    ...(calculators === undefined ? {} : { calculators }),
    ...(validityMs === undefined ? {} : { validityMs }),
  }
}

if (import.meta.main) await runServer(() => startMes(optionsOfCommandLine()))
