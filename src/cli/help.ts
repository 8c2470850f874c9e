import { COMMON_OPTIONS } from './command.ts'
import type { OptionTable } from './arguments.ts'
import { PRICE_OPTIONS } from './price-command.ts'

/** The text of `--help`, which ends without a line break. */
export const helpText = (of: 'mes-crm' | 'price'): string => (of === 'price' ? PRICE : GENERAL)

const LEFT_COLUMNS = 24

const rows = (entries: readonly (readonly [left: string, lines: readonly string[]])[]): string =>
  entries
    .flatMap(([left, lines]) => lines.map((line, index) => `  ${(index === 0 ? left : '').padEnd(LEFT_COLUMNS)}${line}`))
    .join('\n')

const optionsText = (table: OptionTable): string =>
  rows(
    Object.entries(table).map(([name, { value, short, help }]) => [
      `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
      help,
    ]),
  )

const EXIT_CODES = rows([
  ['0', ['Every file has a price.']],
  ['1', ['A price could not be calculated: the model cannot', 'be made, or not be priced.']],
  ['2', ['Something is wrong with the arguments, the', 'environment, the credentials or a file.']],
  ['3', ['The API or the connection failed.']],
  ['4', ['The time limit was reached.']],
  ['130, 143', ['SIGINT or SIGTERM ended it; a second signal ends', 'it at once.']],
  ['141', ['Nobody reads what is printed any longer.']],
])

const GENERAL = `Usage: mes-crm price <file>... [options]
       mes-crm generate <document> --out <folder> [options]
       mes-crm --version

Commands:
${rows([
  ['price', ['Price 3D models. See mes-crm price --help.']],
  ['generate', ['Write a client of any API, from its OpenAPI', 'document. See mes-crm generate --help.']],
])}

Options:
${optionsText(COMMON_OPTIONS)}`

const PRICE = `Usage: mes-crm price <file>... --material CODE --quantity N --currency CODE

Prices 3D models. Each file is uploaded unless the MES has it, and priced, which
takes minutes, unless its price is in the cache. Several files are priced a few
at a time and printed as they come. The file - is standard input.

Options:
${optionsText(PRICE_OPTIONS)}

Environment:
${rows([
  ['MES_BASE_URL', ['The MES API, unless --base-url is given.']],
  ['MES_API_KEY', ['The API key of a partner, or']],
  ['MES_TOKEN', ['a bearer token. One of the two is required.']],
  ['MES_CACHE_REDIS', ['URL of a Redis in which prices are shared; with', 'it']],
  ['MES_CACHE_NAMESPACE', ['the name of the installation, and']],
  ['MES_CACHE_PRINCIPAL', ['who the prices belong to, such as partner:42.']],
  ['NO_COLOR', ['No colours.']],
  ['MES_CRM_DEBUG', ['Set: errors with stacks, and what the cache', 'reports.']],
])}

Exit codes:
${EXIT_CODES}

With several files the first of 2, 3, 4, 1 that occurred.`
