import { join, resolve } from 'node:path'
import { run } from './command.ts'
import { type DebianProgram, findProgram, isExecutable, type ProgramSearch } from './debian-program.ts'

export interface PythonProgram {
  /** Path of `python3`. */
  readonly interpreter: string
  /** What has to be added to its environment. */
  readonly env: Readonly<Record<string, string>>
}

/** Says nothing where the interpreter is recent enough and finds the modules that the examples need. */
const probe = 'import sys, hashlib, json, secrets, socket, argparse, pathlib, urllib.parse; assert sys.version_info >= (3, 9)'

const ifItWorks = async (folder: string, env: PythonProgram['env']): Promise<PythonProgram | undefined> => {
  const interpreter = join(folder, 'python3')
  if (!(await isExecutable(interpreter))) return undefined
  const { code } = await run(interpreter, ['-c', probe], { env })
  return code === 0 ? { interpreter, env } : undefined
}

const python: DebianProgram<PythonProgram> = {
  package: 'python3',
  wanted: 'python3 >= 3.9',
  cache: resolve(import.meta.dirname, '../node_modules/.cache/python'),
  findIn: (folder) => ifItWorks(folder, {}),
  findUnpacked: (root, libraries) =>
    ifItWorks(join(root, 'usr/bin'), { LD_LIBRARY_PATH: libraries, PYTHONHOME: join(root, 'usr') }),
}

/** Finds a Python interpreter to run, or fetches one. @throws Error that says in one line what is missing */
export const findPython = (search?: ProgramSearch): Promise<PythonProgram> => findProgram(python, search)
