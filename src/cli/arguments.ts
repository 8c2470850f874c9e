import { parseArgs } from 'node:util'
import { refuseArgument, UsageError } from './usage-error.ts'

/** An option of a command, as its parser and its help know it. */
export interface OptionSpec {
  /** What its value is called in help; left out: the option is a switch, without a value. */
  readonly value?: string
  readonly short?: string
  /** Lines of help. */
  readonly help: readonly string[]
}

export type OptionTable = Readonly<Record<string, OptionSpec>>

/** The words of a command line, told apart. */
export interface Arguments<Table extends OptionTable> {
  readonly positionals: readonly string[]
  /** Values of the options that were given; that of a switch is its own name. */
  readonly options: ReadonlyMap<keyof Table & string, string>
}

/** @throws {UsageError} for an option that the table does not know, that was given twice, or whose value is missing or too many */
export const readArguments = <Table extends OptionTable>(args: readonly string[], table: Table): Arguments<Table> => {
  const { tokens } = parseArgs({ args: [...args], options: toConfig(table), strict: false, tokens: true })
  const positionals: string[] = []
  const options = new Map<keyof Table & string, string>()
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue = false } = token
    const spec = Object.hasOwn(table, name) ? table[name] : undefined
    if (spec === undefined) throw new UsageError(`${rawName}: unknown option; expected ${namesOf(table)}`)
    if (options.has(name)) throw new UsageError(`${rawName}: given twice`)
    options.set(name, spec.value === undefined ? noValue(rawName, name, value) : valueOf(rawName, spec.value, value, inlineValue))
  }
  return { positionals, options }
}

type Config = NonNullable<Parameters<typeof parseArgs>[0]>['options']

const toConfig = (table: OptionTable): Config =>
  Object.fromEntries(
    Object.entries(table).map(([name, { value, short }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short !== undefined && { short }) },
    ]),
  )

const namesOf = (table: OptionTable): string =>
  Object.keys(table)
    .map((name) => `--${name}`)
    .join(', ')

const noValue = (rawName: string, name: string, value: string | undefined): string => {
  if (value === undefined) return name
  throw refuseArgument(rawName, value, 'no value')
}

/** What looks like the next option is no value, unless it is joined to its option by `=`; a number may be negative. */
const valueOf = (rawName: string, called: string, value: string | undefined, isJoined: boolean): string => {
  if (value !== undefined && (isJoined || !/^-\D/.test(value))) return value
  throw refuseArgument(rawName, undefined, `a value (${called})`)
}
