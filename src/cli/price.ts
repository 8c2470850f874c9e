import { createClock } from '../foundation/clock.ts'
import { createSdk, type CalculatedOne, type CalculateRequest, isSdkError, type mes, type Sdk } from '../index.ts'
import type { Interruption } from './interruption.ts'
import { readEnvironment } from './environment.ts'
import { EXIT, exitCodeOf, type ExitCode, worstOf, errorText } from './exit-code.ts'
import { type PriceCommand, STANDARD_INPUT } from './price-command.ts'
import { jsonLine } from './printable.ts'
import { HIDDEN, openLine, openLines, type ProgressView } from './progress-view.ts'
import { quoteText } from './quote-text.ts'
import { UsageError } from './usage-error.ts'
import { isTimeoutError } from '../error/timeout-error.ts'
import type { CliContext } from './command.ts'

/**
 * Prices the files and prints what came of each, as it comes.
 *
 * @throws {UsageError} `ConfigurationError`, before anything is read or sent; `Ending` when the signal is aborted
 */
export const price = async (command: PriceCommand, surroundings: CliContext): Promise<ExitCode> => {
  const { environment, stdin, logger, signal } = surroundings
  if (command.files.includes(STANDARD_INPUT) && stdin.isTTY)
    throw new UsageError('-: expected a model on standard input, got a terminal')
  const options = readEnvironment(environment, command.baseUrl)
  const sdk = createSdk({ ...options, logger, logLevel: 'warn' })
  try {
    if (options.cache !== undefined) await reachCache(sdk, surroundings)
    return await priceAll(sdk, command, surroundings)
  } catch (error) {
    throw signal.aborted ? (signal.reason as Interruption) : error
  } finally {
    await sdk.close()
  }
}

const priceAll = async (sdk: Sdk, command: PriceCommand, surroundings: CliContext): Promise<ExitCode> => {
  const { files, timeout, pricedWith } = command
  const { stdin, signal } = surroundings
  const requests = files.map((file) => ({ ...pricedWith, model: file === STANDARD_INPUT ? stdin : file }))
  const view = openView(command, surroundings)
  const codes: ExitCode[] = []
  try {
    const onProgress = ({ index, ...progress }: Parameters<ProgressView['update']>[1] & { readonly index: number }): void =>
      view.update(index, progress)
    for await (const one of sdk.mes.quotes.calculateMany(requests, { timeout, signal, onProgress })) {
      view.ended(one.index, () => print(one, command, surroundings, codes.length))
      codes.push(one.quote === undefined ? exitCodeOf(one.error) : EXIT.priced)
    }
  } finally {
    view.close()
  }
  return worstOf(codes)
}

const labelOf = (file: string): string => (file === STANDARD_INPUT ? 'standard input' : file)

const openView = ({ files, progress }: PriceCommand, { stderr, environment }: CliContext): ProgressView => {
  if (progress === 'hidden') return HIDDEN
  const parts = { screen: stderr, labels: files.map(labelOf), clock: createClock() }
  return stderr.isTTY && environment['TERM'] !== 'dumb' ? openLine(parts) : openLines(parts)
}

const print = (
  one: CalculatedOne<CalculateRequest, mes.Quote>,
  { files, output }: PriceCommand,
  { stdout, tell }: CliContext,
  printed: number,
): void => {
  const file = files[one.index] ?? ''
  const label = labelOf(file)
  const { quote, cache, error } = one
  if (quote === undefined) tell(`${label}: ${errorText(error)}`, error)
  if (output === 'json')
    stdout.write(`${jsonLine({ file, quote, cache, ...(quote === undefined && { error: plainError(error) }) })}\n`)
  else if (quote !== undefined) stdout.write(`${printed === 0 ? '' : '\n'}${quoteText({ file: label, quote, cache })}\n`)
}

/** What JSON shows of an error: its name, message and fields, never its stack. */
const plainError = (error: unknown): unknown => {
  if (isSdkError(error)) return error
  return error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: String(error) }
}

const LIMIT_MS = 5_000

/**
 * Waits until the shared cache can be asked, for longer than a read would: to calculate a price anew takes minutes. Without the cache
 * prices are calculated all the same, and nobody shares them.
 */
const reachCache = async (sdk: Sdk, { signal, tell }: Pick<CliContext, 'signal' | 'tell'>): Promise<void> => {
  try {
    await sdk.ready({ timeout: LIMIT_MS, signal })
  } catch (error) {
    if (!isTimeoutError(error)) throw error
    tell(`MES_CACHE_REDIS: not reached within ${LIMIT_MS / 1_000} s, so that prices are not shared; MES_CRM_DEBUG=1 says why`)
  }
}
