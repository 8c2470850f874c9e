import { EXIT, type ExitCode } from './exit-code.ts'

/** Why the program ends before it is done. */
export class Interruption extends Error {
  readonly code: ExitCode

  constructor(message: string, code: ExitCode) {
    super(message)
    this.code = code
  }
}

/** What may end a program from outside. */
export interface Interruptible {
  readonly stdout: NodeJS.EventEmitter
  readonly stderr: NodeJS.EventEmitter
  on(signal: NodeJS.Signals, listener: () => void): unknown
  off(signal: NodeJS.Signals, listener: () => void): unknown
  exit(code: number): never
}

export interface InterruptionWatch extends Disposable {
  /** Aborted with an {Ending}: by the first signal, or when nothing can be printed any longer. */
  readonly signal: AbortSignal
}

const SIGNALS = [
  ['SIGINT', EXIT.interrupted, 'interrupted'],
  ['SIGTERM', EXIT.terminated, 'terminated'],
] as const

/** Watches for what ends the program early. A second signal ends it at once. */
export const watchForInterruption = (program: Interruptible): InterruptionWatch => {
  const controller = new AbortController()
  const { signal } = controller
  const listeners = SIGNALS.map(
    ([name, code, text]) =>
      [
        name,
        (): void => {
          if (signal.aborted) program.exit(code)
          controller.abort(new Interruption(text, code))
        },
      ] as const,
  )
  for (const [name, listener] of listeners) program.on(name, listener)
  program.stdout.on('error', (error: NodeJS.ErrnoException) =>
    controller.abort(
      error.code === 'EPIPE'
        ? new Interruption('', EXIT.unread)
        : new Interruption(`standard output: ${error.message}`, EXIT.failed),
    ),
  )
  // What cannot be told on standard error cannot be told at all.
  program.stderr.on('error', () => {})
  return {
    signal,
    [Symbol.dispose]: () => {
      for (const [name, listener] of listeners) program.off(name, listener)
    },
  }
}
