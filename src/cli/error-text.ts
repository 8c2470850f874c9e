import { inspect } from 'node:util'
import { isApiError, isModelError, isRequestValidationError } from '../index.ts'
import { inLine } from '../error/sdk-error.ts'
import { isWrongAddress } from './exit-code.ts'
import { printable, printableLines } from './printable.ts'

/** What the SDK calls by other names than the command. */
const NAMES: Readonly<Record<string, string>> = {
  materialCode: '--material',
  finishCode: '--finish',
  quantity: '--quantity',
  currency: '--currency',
  format: '--format',
  timeout: '--timeout',
  'cache.redis': 'MES_CACHE_REDIS',
  'cache.namespace': 'MES_CACHE_NAMESPACE',
  'cache.principal': 'MES_CACHE_PRINCIPAL',
}

/** The place of what the API finds fault with. */
const FAULT = /(?<=; )\/(\S+)(?=: )/g
const WRONG_ADDRESS =
  '; --base-url or MES_BASE_URL is not the address of a MES API with its version, such as https://mes.example/v1'

const nameOf = (path: string): string => NAMES[path] ?? path

/** An error in one line, in the words of the command. */
export const errorText = (error: unknown): string => printable(messageOf(error)).trim()

/** Everything that is known of an error, with its stack, in several lines. */
export const errorDetails = (error: unknown): string => printableLines(inspect(error, { depth: 5, colors: false }))

const messageOf = (error: unknown): string => {
  if (isRequestValidationError(error)) return error.issues.map(({ path, message }) => `${nameOf(path)}: ${message}`).join('; ')
  if (isModelError(error)) return withoutStart(error.message, inLine(`model ${error.model}: `))
  if (isApiError(error))
    return `${error.message.replaceAll(FAULT, (_, pointer: string) => nameOf(pointer))}${isWrongAddress(error) ? WRONG_ADDRESS : ''}`
  return error instanceof Error ? error.message.replaceAll(/(?<=^|; )[\w.]+(?=: )/g, nameOf) : String(error)
}

/** The file is named already, and perhaps otherwise. */
const withoutStart = (text: string, start: string): string => (text.startsWith(start) ? text.slice(start.length) : text)
