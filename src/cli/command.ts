import { parsePrice, type PriceCommand } from './price-command.ts'
import { refuseArgument, UsageError } from './usage-error.ts'
import { type OptionTable, readArguments } from './arguments.ts'
import type { Logger, Environment } from '../index.ts'
import type { Screen } from './progress-view.ts'

/** What a command line asks for. */
export type Command =
  | { readonly name: 'help'; readonly of: 'mes-crm' | 'price' }
  | { readonly name: 'version' }
  | PriceCommand
  | { readonly name: 'generate'; readonly args: readonly string[] }

/** The options of `mes-crm` without a command. */
export const COMMON_OPTIONS = {
  version: { help: ['Print the version.'] },
  help: { short: 'h', help: ['Print this text.'] },
} as const satisfies OptionTable

/**
 * @param args the words behind the program's name
 * @throws {UsageError}
 */
export const parseCommand = (args: readonly string[]): Command => {
  const [first, ...rest] = args
  if (first === 'price') return parsePrice(rest) ?? { name: 'help', of: 'price' }
  if (first === 'generate') return { name: 'generate', args: rest }
  if (first !== undefined && !first.startsWith('-')) throw refuseArgument('command', first, "'price' or 'generate'")
  const { positionals, options } = readArguments(args, COMMON_OPTIONS)
  if (options.has('help')) return { name: 'help', of: 'mes-crm' }
  if (options.has('version')) return { name: 'version' }
  if (positionals.length > 0) throw new UsageError("command: expected 'price' or 'generate' as the first word")
  throw new UsageError("command: expected 'price' or 'generate', got nothing; see mes-crm --help")
}

/** What a command finds around it. */
export interface CliContext {
  readonly environment: Environment
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly stdout: { write(text: string, written?: () => void): unknown }
  readonly stderr: Screen
  /** Says something on standard error, in a line; of its cause more, where that is wanted. */
  readonly tell: (text: string, cause?: unknown) => void
  readonly logger: Logger
  /** Aborted with an `Ending`. */
  readonly signal: AbortSignal
}
