import { parseArgs } from 'node:util'

export interface DemoOptions {
  /** Length of each phase, in seconds. */
  readonly seconds: number
  /** Run everything in this process, without Redis. */
  readonly noRedis: boolean
  /** Serve metrics, and let a Prometheus watch the phases with the cache. */
  readonly observe: boolean
  /** Print the result as JSON on standard output, and progress on standard error. */
  readonly json: boolean
  /** Orders in each database. */
  readonly orders: number
}

export const USAGE = `Usage: npm run demo -- [options]

  --seconds N   length of each of the three phases, 5 to 600 (default 40)
  --no-redis    embedded default: one process, in-process log
  --orders N    orders in each database, 2,000 to 1,000,000 (default 200,000)
  --observe     serve metrics, start Prometheus if it can be had, and draw panels of the dashboard; needs Redis
  --json        print the result as JSON
  --help        print this
`

/** The options of a command line, or the text that says what is wrong with it. */
export function readOptions(args: readonly string[]): DemoOptions | 'help' | { readonly problem: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string' },
        orders: { type: 'string' },
        'no-redis': { type: 'boolean' },
        observe: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    })
    if (values.help === true) return 'help'
    if (values.observe === true && values['no-redis'] === true)
      throw new Error('--observe: expected Redis, got --no-redis. Leave one of them out.')
    return {
      seconds: numberBetween('--seconds', values.seconds ?? '40', 5, 600),
      orders: numberBetween('--orders', values.orders ?? '200000', 2_000, 1_000_000),
      noRedis: values['no-redis'] ?? false,
      observe: values.observe ?? false,
      json: values.json ?? false,
    }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

function numberBetween(name: string, text: string, least: number, most: number): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new Error(`${name}: expected a whole number from ${least} to ${most}, got ${JSON.stringify(text)}`)
}
