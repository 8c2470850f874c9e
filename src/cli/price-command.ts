import { parseDuration, type Duration } from '../foundation/duration.ts'
import { quoteRequestInputSchema } from '../generated/mes/schemas.ts'
import type { CalculateRequest } from '../index.ts'
import { refuseArgument, UsageError } from './usage-error.ts'
import { readArguments, type OptionTable } from './arguments.ts'

/** The name of standard input among files. */
export const STANDARD_INPUT = '-'

/** `mes-crm price`, its arguments checked. */
export interface PriceCommand {
  readonly name: 'price'
  /** Paths, `-` for standard input; at least one. */
  readonly files: readonly string[]
  /** What to price each of them with. */
  readonly pricedWith: Omit<CalculateRequest, 'model' | 'fileName'>
  /** For each file. */
  readonly timeout: Duration
  readonly baseUrl: string | undefined
  readonly output: 'text' | 'json'
  readonly progress: 'shown' | 'hidden'
}

const DEFAULT_TIMEOUT = '30m'
const FORMATS = ['STL', 'OBJ', '3MF', 'STEP'] as const
/** What the API's description allows. */
const { materialCode, finishCode, quantity, currency } = quoteRequestInputSchema.shape

/**
 * @returns `undefined` where only help is asked for
 * @throws {UsageError}
 */
export const parsePrice = (args: readonly string[]): PriceCommand | undefined => {
  const { positionals, options } = readArguments(args, PRICE_OPTIONS)
  if (options.has('help')) return undefined
  const given = (name: PriceOption): string | undefined => options.get(name)
  const finish = given('finish')
  const format = formatOf(given('format'))
  return {
    name: 'price',
    files: filesOf(positionals),
    pricedWith: {
      materialCode: checked(materialCode, '--material', given('material'), 'a code of 1 to 32 characters, such as AU585'),
      ...(finish !== undefined && {
        finishCode: checked(finishCode, '--finish', finish, 'a code of 1 to 32 characters, such as POLISHED'),
      }),
      quantity: Number(checked(INTEGER, '--quantity', given('quantity'), 'an integer from 1 to 1000')),
      currency: checked(currency, '--currency', given('currency'), 'three letters A-Z, such as EUR'),
      ...(format !== undefined && { format }),
    },
    timeout: timeoutOf(given('timeout') ?? DEFAULT_TIMEOUT),
    baseUrl: given('base-url'),
    output: options.has('json') ? 'json' : 'text',
    progress: options.has('quiet') ? 'hidden' : 'shown',
  }
}

/** What says whether a value may be. */
interface Rule {
  safeParse(value: unknown): { readonly success: boolean }
}

const INTEGER: Rule = { safeParse: (text) => quantity.safeParse(/^\d+$/.test(String(text)) ? Number(text) : undefined) }

const checked = (rule: Rule, argument: string, text: string | undefined, allowed: string): string => {
  if (text !== undefined && rule.safeParse(text).success) return text
  throw refuseArgument(argument, text, allowed)
}

const formatOf = (text: string | undefined): (typeof FORMATS)[number] | undefined => {
  const format = FORMATS.find((one) => one === text)
  if (text !== undefined && format === undefined) throw refuseArgument('--format', text, 'STL, OBJ, 3MF or STEP')
  return format
}

/** A number without a unit would be one of milliseconds, and hardly ever meant so. */
const timeoutOf = (text: string): Duration => {
  const milliseconds = parseDuration(text)
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds
  throw refuseArgument('--timeout', text, 'a duration above 0, such as 500ms, 30s, 20m or 1h')
}

const filesOf = (positionals: readonly string[]): readonly string[] => {
  if (positionals.length === 0) throw refuseArgument('file', undefined, 'the path of at least one model, or - for standard input')
  const wrong = positionals.find((file) => file === '' || file.includes('\0'))
  if (wrong !== undefined) throw refuseArgument('file', wrong, 'a path')
  if (positionals.filter((file) => file === STANDARD_INPUT).length > 1)
    throw new UsageError('-: standard input can be read once only')
  return positionals
}

/** The options of `mes-crm price`. */
export const PRICE_OPTIONS = {
  material: { value: 'CODE', help: ['Material, such as AU585. Required.'] },
  quantity: { value: 'N', help: ['Number of pieces, 1 to 1000. Required.'] },
  currency: { value: 'CODE', help: ['Currency (ISO 4217), such as EUR. Required.'] },
  finish: { value: 'CODE', help: ['Finish, such as POLISHED. Default: the', "material's first."] },
  format: {
    value: 'FORMAT',
    help: ['STL, OBJ, 3MF or STEP. Default: by the name of', 'the file, else by its content.'],
  },
  timeout: {
    value: 'DURATION',
    help: ['Time limit for each file, its upload included:', '500ms, 30s, 20m, 1h. Default 30m.'],
  },
  'base-url': { value: 'URL', help: ['The MES API, with its version. Default:', 'MES_BASE_URL.'] },
  json: { help: ['Print one JSON object for each file, each on a', 'line of its own.'] },
  quiet: { short: 'q', help: ['Show no progress.'] },
  help: { short: 'h', help: ['Print this text.'] },
} as const satisfies OptionTable

type PriceOption = keyof typeof PRICE_OPTIONS
