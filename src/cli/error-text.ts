import { inspect } from 'node:util'
import { isApiError, isModelError, isRequestValidationError, type ApiError } from '../index.ts'
import { printable } from './printable.ts'

/** What the SDK calls by other names than the command. */
const NAMES: Readonly<Record<string, string>> = {
  materialCode: '--material', finishCode: '--finish', quantity: '--quantity', currency: '--currency', format: '--format', timeout: '--timeout',
  'cache.redis': 'MES_CACHE_REDIS', 'cache.namespace': 'MES_CACHE_NAMESPACE', 'cache.principal': 'MES_CACHE_PRINCIPAL',
}

const nameOf = (path: string): string => NAMES[path] ?? path

/** An error in one line, in the words of the command. */
export const errorText = (error: unknown): string => printable(messageOf(error)).trim()

/** Everything that is known of an error, with its stack, in several lines. */
export const errorDetails = (error: unknown): string => inspect(error, { depth: 5, colors: false })

const messageOf = (error: unknown): string => {
  if (isRequestValidationError(error)) return error.issues.map(({ path, message }) => `${nameOf(path)}: ${message}`).join('; ')
  if (isModelError(error)) return withoutStart(error.message, `model ${error.model}: `)
  if (isApiError(error)) return [error.message, ...faultsOf(error)].join('; ')
  return error instanceof Error ? error.message.replaceAll(/(?<=^|; )[\w.]+(?=: )/g, nameOf) : String(error)
}

/** The file is named already, and perhaps otherwise. */
const withoutStart = (text: string, start: string): string => (text.startsWith(start) ? text.slice(start.length) : text)

/** What the API finds fault with, by the arguments that it came from. */
const faultsOf = ({ problem: { errors } }: ApiError): readonly string[] => (errors ?? []).flatMap((fault) => {
  const { pointer, detail } = { ...(fault as Partial<Record<'pointer' | 'detail', unknown>>) }
  return typeof pointer === 'string' && typeof detail === 'string' ? [`${nameOf(pointer.slice(1))}: ${detail}`] : []
})
