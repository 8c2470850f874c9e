import type { OptionTable } from './words.ts'

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

export type PriceOption = keyof typeof PRICE_OPTIONS
