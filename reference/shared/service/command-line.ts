import { parseArgs } from 'node:util'
import type { ServiceOptions } from './options.ts'

/** Options of the command line, each with its environment variable: `--list-latency-ms` is `LIST_LATENCY_MS`. */
export const SERVICE_FLAGS = [
  'port',
  'database',
  'orders',
  'seed',
  'secret',
  'peer',
  'notice-delay-ms',
  'list-latency-ms',
  'lists-per-second',
  'read-latency-ms',
  'reads-per-second',
  'cache',
  'redis',
  'namespace',
  'max-staleness-ms',
] as const

export type Flags<Name extends string> = Readonly<Record<Name, string | undefined>>

/** The texts given on the command line or else in the environment. Throws on an unknown option. */
export function readFlags<Name extends string>(names: readonly Name[]): Flags<Name> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  const { values } = parseArgs({ options })
  return Object.fromEntries(
    names.map((name) => {
      const given = values[name] ?? process.env[name.replaceAll('-', '_').toUpperCase()]
      return [name, given === '' ? undefined : given]
    }),
  ) as Flags<Name>
}

/** A number that a flag must be; undefined where it is not given. */
export function numberOf<Name extends string>(flags: Flags<Name>, name: Name): number | undefined {
  const text = flags[name]
  if (text === undefined) return undefined
  const number = Number(text)
  if (Number.isFinite(number) && number >= 0) return number
  throw new Error(`--${name}: expected a number >= 0, got ${JSON.stringify(text)}`)
}

export function serviceOptions(flags: Flags<(typeof SERVICE_FLAGS)[number]>): ServiceOptions {
  const port = numberOf(flags, 'port')
  const orders = numberOf(flags, 'orders')
  const seed = numberOf(flags, 'seed')
  const noticeDelayMs = numberOf(flags, 'notice-delay-ms')
  return {
    ...(port === undefined ? {} : { port }),
    ...(flags.database === undefined ? {} : { database: flags.database }),
    seed: { ...(orders === undefined ? {} : { orders }), ...(seed === undefined ? {} : { seed }) },
    ...(flags.secret === undefined ? {} : { secret: flags.secret }),
    ...(flags.peer === undefined ? {} : { peer: flags.peer }),
    ...(noticeDelayMs === undefined ? {} : { noticeDelayMs }),
    listCost: {
      latencyMs: numberOf(flags, 'list-latency-ms') ?? 0,
      perSecond: numberOf(flags, 'lists-per-second') ?? Number.POSITIVE_INFINITY,
    },
    readCost: {
      latencyMs: numberOf(flags, 'read-latency-ms') ?? 0,
      perSecond: numberOf(flags, 'reads-per-second') ?? Number.POSITIVE_INFINITY,
    },
    cache: cacheOf(flags),
  }
}

/** `--cache off`, or a cache: with `--redis` a shared one, else one of this process alone. */
function cacheOf(flags: Flags<(typeof SERVICE_FLAGS)[number]>): NonNullable<ServiceOptions['cache']> {
  if (flags.cache === 'off') return 'off'
  if (flags.cache !== undefined && flags.cache !== 'on') throw new Error(`--cache: expected on or off, got ${flags.cache}`)
  const maxStaleness = numberOf(flags, 'max-staleness-ms')
  return {
    namespace: flags.namespace ?? 'jewellery',
    ...(flags.redis === undefined ? {} : { redis: flags.redis }),
    ...(maxStaleness === undefined ? {} : { maxStaleness }),
  }
}
