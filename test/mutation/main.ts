import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { documentOf } from './document.ts'
import { chapters, mutations } from './mutations.ts'
import { parseArguments } from './options.ts'
import { findUnfit, runMutations } from './run-mutations.ts'
import type { Verdict } from './verdict.ts'

const print = (line: string): void => void process.stdout.write(`${line}\n`)

const describe = ({ mutation, fate, reason }: Verdict): string =>
  fate === 'killed' ? `red       ${mutation.rule}` : `${fate.toUpperCase().padEnd(9)} ${mutation.rule}\n          src/${mutation.file}, "${mutation.killedBy}": ${reason}`

const runAll = async (only: string, folder: string): Promise<boolean> => {
  const chosen = mutations.filter(({ rule, file, test }) => [rule, file, test].some((text) => text.includes(only)))
  const unfit = await findUnfit(chosen, folder)
  for (const line of unfit) print(`NOT GREEN with every rule in its place, ${line}`)
  if (unfit.length > 0 || chosen.length === 0) return false
  const verdicts: Verdict[] = []
  await runMutations(chosen, folder, (verdict) => {
    verdicts.push(verdict)
    print(describe(verdict))
  })
  const killed = verdicts.filter(({ fate }) => fate === 'killed').length
  print(`\n${killed} of ${verdicts.length} rules are seen by a test that fails without them`)
  return killed === verdicts.length
}

const run = async (only: string): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'mutations-'))
  try {
    if (!(await runAll(only, folder))) process.exitCode = 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const task = parseArguments(process.argv.slice(2))
if (task.do === 'run') await run(task.only)
else await writeFile(resolve(import.meta.dirname, '../../docs/invariants.md'), documentOf(chapters))
