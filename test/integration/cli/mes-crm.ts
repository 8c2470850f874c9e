import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { build } from '../../../scripts/build.ts'
import { ended, killWithParent, type Ending } from '../../support/watchdog.ts'

const PROGRAM = fileURLToPath(new URL('../../../dist/mes-crm.js', import.meta.url))

export interface Run extends Ending {
  readonly stdout: string
  readonly stderr: string
}

export interface RunningCommand {
  /** Settles when standard error holds this text. */
  told(text: string): Promise<void>
  kill(signal: NodeJS.Signals): void
  /** Nobody reads standard output any longer. */
  stopReading(): void
  readonly done: Promise<Run>
}

export interface RunOptions {
  readonly environment: Readonly<Record<string, string>>
  /** Standard input; it ends at once by default, and never where it is `open`. */
  readonly input?: Uint8Array | 'open'
}

/** Nothing of this process's own settings, lest a variable of the machine decides a test. */
const inherited = { PATH: process.env['PATH'] }

/** Starts the built command with these words. */
export const startCommand = async (
  args: readonly string[],
  { environment, input = new Uint8Array() }: RunOptions,
): Promise<RunningCommand> => {
  await build()
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...inherited, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  killWithParent(child)
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => void (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => void (stderr += chunk.toString()))
  // Whoever does not read its input may end before all of it is written.
  child.stdin.on('error', () => {})
  if (input !== 'open') child.stdin.end(input)
  const closed = once(child, 'close')
  return {
    async told(text) {
      while (!stderr.includes(text)) {
        const [end] = await Promise.race([once(child.stderr, 'data'), closed.then(() => ['ended'])])
        if (end === 'ended' && !stderr.includes(text)) throw new Error(`the command ended without telling ${text}\n${stderr}`)
      }
    },
    kill: (signal) => void child.kill(signal),
    stopReading: () => void child.stdout.destroy(),
    done: closed.then(async () => ({ ...(await ended(child)), stdout, stderr })),
  }
}

/** Runs the built command to its end. */
export const runCommand = async (args: readonly string[], options: RunOptions): Promise<Run> =>
  (await startCommand(args, options)).done
