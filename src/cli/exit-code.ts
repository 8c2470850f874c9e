import {
  isApiError,
  isCalculationError,
  isConfigurationError,
  isModelError,
  isRequestValidationError,
  isTimeoutError,
  type ApiError,
} from '../index.ts'
import { UsageError } from './usage-error.ts'
import { inspect } from 'node:util'
import { inLine } from '../error/sdk-error.ts'
import { printable, printableLines } from './printable.ts'

/** How the program ended, for programs that started it. */
export const EXIT = {
  /** Every file has a price. */
  priced: 0,
  /** A price could not be calculated, and asking again would not change that. */
  unpriced: 1,
  /** Something about the call is wrong: arguments, environment, credentials, a model. */
  refused: 2,
  /** The API or the connection failed, or what nobody expected happened. */
  failed: 3,
  /** The time limit was reached. */
  late: 4,
  /** SIGINT. */
  interrupted: 130,
  /** Nobody reads what is printed. */
  unread: 141,
  /** SIGTERM. */
  terminated: 143,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** From the worst to the best: what has to be mended, what may succeed when it is tried again, what has no price, success. */
const WORST_FIRST: readonly ExitCode[] = [
  EXIT.interrupted,
  EXIT.terminated,
  EXIT.unread,
  EXIT.refused,
  EXIT.failed,
  EXIT.late,
  EXIT.unpriced,
  EXIT.priced,
]

/** The worst of several; success of none. */
export const worstOf = (codes: Iterable<ExitCode>): ExitCode => {
  const seen = new Set(codes)
  return WORST_FIRST.find((code) => seen.has(code)) ?? EXIT.priced
}

export const exitCodeOf = (error: unknown): ExitCode => {
  if (isCalculationError(error)) return EXIT.unpriced
  if (isTimeoutError(error)) return EXIT.late
  const isRefused =
    error instanceof UsageError ||
    isConfigurationError(error) ||
    isModelError(error) ||
    isRequestValidationError(error) ||
    (isApiError(error) && isCallRefused(error))
  return isRefused ? EXIT.refused : EXIT.failed
}

/** Whether the API finds fault with what was asked, or with who asks. */
const isCallRefused = (error: ApiError): boolean => {
  const { status, code } = error
  return (
    status === 401 ||
    status === 403 ||
    isWrongAddress(error) ||
    ((status === 400 || status === 422) && code === 'validation-failed')
  )
}

/** Whether the API does not know even where models are announced, which it has always: it is another one. */
export const isWrongAddress = ({ status, operation }: ApiError): boolean => status === 404 && operation === 'models.create'

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
