import { spawn } from 'node:child_process'
import { delimiter, dirname } from 'node:path'

export interface CommandResult {
  /** Exit code; null when a signal ended the program or it could not be started. */
  readonly code: number | null
  /** Standard output and standard error as they came. */
  readonly output: string
}

export interface CommandSettings {
  readonly cwd?: string
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>
}

/** Scripts that ask for `node` get the one that runs this process. */
const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter)

/** Runs a program to its end and collects what it printed. A failure is a result, never a rejection. */
export const run = (program: string, args: readonly string[], settings: CommandSettings = {}): Promise<CommandResult> =>
  new Promise((resolve) => {
    const env = { ...process.env, PATH: path, ...settings.env }
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], ...(settings.cwd && { cwd: settings.cwd }) })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', (error) => resolve({ code: null, output: error.message }))
    child.once('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString('utf8') }))
  })
