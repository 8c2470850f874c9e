import { join, resolve } from 'node:path'
import { run } from './command.ts'

export interface Check {
  readonly name: string
  /** Program of the project's dependencies, or `node`, and its arguments. */
  readonly command: readonly [program: string, ...args: string[]]
}

export interface CheckOutcome {
  readonly name: string
  readonly passed: boolean
}

const root = resolve(import.meta.dirname, '..')
const rooms = ['src', 'test', 'examples', 'reference', 'bench', 'scripts', 'generator']

/** Checks of the sources, in the order in which a failure explains the next ones. */
const ofSources: readonly Check[] = [
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'generated files', command: ['node', 'generator/main.ts', '--check'] },
  { name: 'protocol', command: ['node', 'scripts/protocol.ts', '--check'] },
  { name: 'dashboard', command: ['node', 'scripts/dashboard.ts', '--check'] },
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings', '--report-unused-disable-directives'] },
  { name: 'imports', command: ['depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', ...rooms] },
  { name: 'unused code', command: ['knip'] },
]

/** Checks of what is built, behind the build. */
const ofPackage: readonly Check[] = [
  { name: 'build', command: ['node', 'scripts/build.ts', '--if-stale'] },
  { name: 'API report', command: ['node', 'scripts/api-report.ts', '--check'] },
  { name: 'configuration reference', command: ['node', 'scripts/configuration.ts', '--check'] },
  { name: 'licences of what is bundled', command: ['node', 'scripts/third-party-licenses.ts'] },
  { name: 'package contents', command: ['publint', '--strict'] },
  {
    name: 'package types',
    // The documents are resolved, never imported: they have no types.
    command: ['attw', '--pack', '.', '--profile', 'node16', '--exclude-entrypoints', 'openapi/mes.yaml', 'openapi/crm.yaml'],
  },
  { name: 'package size', command: ['node', 'scripts/package-size.ts'] },
]

/** Every static check. */
export const checks: readonly Check[] = [...ofSources, ...ofPackage]

const runCheck = async ({ name, command: [program, ...args] }: Check): Promise<CheckOutcome> => {
  const path = program === 'node' ? process.execPath : join(root, 'node_modules/.bin', program)
  const { code, output } = await run(path, args, { cwd: root })
  const passed = code === 0
  process.stdout.write(`${passed ? 'ok    ' : 'FAILED'} ${name}\n${passed ? '' : `${output.trimEnd()}\n\n`}`)
  return { name, passed }
}

const runInTurn = async (row: readonly Check[]): Promise<readonly CheckOutcome[]> => {
  const outcomes: CheckOutcome[] = []
  for (const check of row) outcomes.push(await runCheck(check))
  return outcomes
}

/** Runs every static check, those of the sources beside those of the package, also behind one that failed, and prints the output of those that did. */
export const runChecks = async (): Promise<readonly CheckOutcome[]> =>
  (await Promise.all([runInTurn(ofSources), runInTurn(ofPackage)])).flat()

if (import.meta.main) {
  const outcomes = await runChecks()
  if (outcomes.some(({ passed }) => !passed)) process.exitCode = 1
}
