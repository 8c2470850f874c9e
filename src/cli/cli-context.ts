import type { Logger } from '../index.ts'
import type { Environment } from '../index.ts'
import type { Screen } from './progress-view.ts'

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
