import { createRequire } from 'node:module'
import type { Environment, Logger } from '../index.ts'
import { parseCommand, type CliContext } from './command.ts'
import { Interruption, type Interruptible, watchForInterruption } from './interruption.ts'
import { EXIT, exitCodeOf, type ExitCode, errorDetails, errorText } from './exit-code.ts'
import { helpText } from './help.ts'
import { price } from './price.ts'
import { jsonLine, printable, printableLines } from './printable.ts'
import { UsageError } from './usage-error.ts'

/** The part of `process` that the program uses. */
export interface Program extends Interruptible {
  readonly argv: readonly string[]
  readonly env: Environment
  readonly stdin: CliContext['stdin']
  readonly stdout: Interruptible['stdout'] & CliContext['stdout']
  readonly stderr: Interruptible['stderr'] & CliContext['stderr']
}

/** Runs the command that the words of the command line ask for, and tells how it ended. Never rejects. */
export const runProgram = async (program: Program): Promise<ExitCode> => {
  const { argv, env, stdin, stdout, stderr } = program
  const isTalkative = env['MES_CRM_DEBUG'] !== undefined && env['MES_CRM_DEBUG'] !== ''
  const tell = (text: string, cause?: unknown): void => {
    stderr.write(`mes-crm: ${printable(text)}\n${isTalkative && cause !== undefined ? `${errorDetails(cause)}\n` : ''}`)
  }
  using watch = watchForInterruption(program)
  const surroundings = {
    environment: env,
    stdin,
    stdout,
    stderr,
    tell,
    signal: watch.signal,
    logger: isTalkative ? loggerOf(tell) : SILENT,
  }
  try {
    const code = await run(argv.slice(2), surroundings)
    await written(stdout)
    watch.signal.throwIfAborted()
    return code
  } catch (error) {
    if (error instanceof Interruption) return end(error, tell)
    tell(errorText(error), error)
    return exitCodeOf(error)
  }
}

const run = async (args: readonly string[], surroundings: CliContext): Promise<ExitCode> => {
  const command = parseCommand(args)
  switch (command.name) {
    case 'help':
      surroundings.stdout.write(`${helpText(command.of)}\n`)
      return EXIT.priced
    case 'version':
      surroundings.stdout.write(`${versionOfPackage()}\n`)
      return EXIT.priced
    case 'generate':
      return endOf(await generate(command.args, (text) => void surroundings.stdout.write(`${printableLines(text)}\n`)))
    case 'price':
      return price(command, surroundings)
  }
}

/** Drift and defects end the program as what could not be done, a wrong argument as what was refused. */
const endOf = (code: number): ExitCode => (code === 0 ? EXIT.priced : code === 1 ? EXIT.unpriced : EXIT.refused)

const end = ({ message, code }: Interruption, tell: CliContext['tell']): ExitCode => {
  if (message !== '') tell(message)
  return code
}

/** Settles when all that was printed has been taken, or refused: whether somebody reads is known only then. */
const written = (stdout: CliContext['stdout']): Promise<void> => new Promise((resolve) => void stdout.write('', () => resolve()))

/** By the package's own name, which leads there from the sources and from the build. */
const versionOfPackage = (): string =>
  (createRequire(import.meta.url)('mes-crm-sdk/package.json') as { readonly version: string }).version

const SILENT: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

const loggerOf = (tell: CliContext['tell']): Logger => {
  const say = (fields: Readonly<Record<string, unknown>>, message: string): void => tell(`${message} ${jsonLine(fields)}`)
  return { debug: say, info: say, warn: say, error: say }
}

interface Generator {
  runInstalled(args: readonly string[], print: (line: string) => void): Promise<number>
}

/** The generator is a file of its own beside the program, so that `mes-crm price` loads neither it nor the packages that it needs. */
const place = import.meta.url.endsWith('.ts') ? '../../generator/command.ts' : './generate.js'
const PACKAGES = ['yaml', 'ajv', '@redocly/openapi-core', 'openapi-typescript']

/**
 * Writes a client of an OpenAPI document.
 *
 * @throws {UsageError} where a package is missing that the generator needs
 */
const generate = async (args: readonly string[], print: (line: string) => void): Promise<number> => {
  try {
    const { runInstalled } = (await import(new URL(place, import.meta.url).href)) as Generator
    return await runInstalled(args, print)
  } catch (error) {
    const missing = PACKAGES.find((name) => isMissing(error, name))
    if (missing === undefined) throw error
    throw new UsageError(
      `generate: needs the package ${missing}, which is not installed: npm install --save-dev ${PACKAGES.join(' ')}`,
    )
  }
}

const isMissing = (error: unknown, name: string): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes(`'${name}'`)
