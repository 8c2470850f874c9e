import { join, resolve } from 'node:path'
import { run } from './command.ts'
import { type DebianProgram, findProgram, isExecutable } from './debian-program.ts'

/** A Prometheus to run, with the tool that checks its files. */
export interface PrometheusProgram {
  /** Path of `prometheus`. */
  readonly server: string
  /** Path of `promtool`. */
  readonly tool: string
  /** Added to the environment of both. */
  readonly env: Readonly<Record<string, string>>
}

const ifItWorks = async (folder: string, env: PrometheusProgram['env']): Promise<PrometheusProgram | undefined> => {
  const program = { server: join(folder, 'prometheus'), tool: join(folder, 'promtool'), env }
  if (!(await isExecutable(program.server)) || !(await isExecutable(program.tool))) return undefined
  const { code } = await run(program.tool, ['--version'], { env })
  return code === 0 ? program : undefined
}

const prometheus: DebianProgram<PrometheusProgram> = {
  package: 'prometheus',
  wanted: 'prometheus with promtool',
  cache: resolve(import.meta.dirname, '../node_modules/.cache/prometheus'),
  findIn: (folder) => ifItWorks(folder, {}),
  findUnpacked: (root, libraries) => ifItWorks(join(root, 'usr/bin'), { LD_LIBRARY_PATH: libraries }),
}

/** Finds a Prometheus to run, or fetches one; it installs none. @throws Error that says in one line what is missing */
export const findPrometheus = (): Promise<PrometheusProgram> => findProgram(prometheus, { install: 'never' })
