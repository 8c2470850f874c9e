import { join, resolve } from 'node:path'
import { run } from './command.ts'
import { type DebianProgram, findProgram, isExecutable } from './debian-program.ts'

/** A proxy that operators put in front of Redis. */
export interface ProxyProgram {
  readonly program: string
  /** Where its package was unpacked; `/` for one that is installed. */
  readonly root: string
  /** What has to be added to its environment. */
  readonly env: Readonly<Record<string, string>>
}

/** The package of each program, and the argument that makes it tell its version and end. */
const PROXIES = {
  haproxy: ['haproxy', '-v'],
  stunnel4: ['stunnel4', '-version'],
  nginx: ['libnginx-mod-stream', '-v'],
  nutcracker: ['nutcracker', '--version'],
} as const

export type ProxyName = keyof typeof PROXIES

const FOLDERS = ['usr/sbin', 'usr/bin'] as const

const definitionOf = (name: ProxyName): DebianProgram<ProxyProgram> => {
  const [debianPackage, version] = PROXIES[name]
  const ifItWorks = async (program: string, root: string, env: ProxyProgram['env']): Promise<ProxyProgram | undefined> => {
    if (!(await isExecutable(program))) return undefined
    return (await run(program, [version], { env })).code === 0 ? { program, root, env } : undefined
  }
  return {
    package: debianPackage,
    wanted: name,
    cache: resolve(import.meta.dirname, `../node_modules/.cache/${name}`),
    findIn: (folder) => ifItWorks(join(folder, name), '/', {}),
    async findUnpacked(root, libraries) {
      for (const folder of FOLDERS) {
        const found = await ifItWorks(join(root, folder, name), root, { LD_LIBRARY_PATH: libraries })
        if (found !== undefined) return found
      }
      return undefined
    },
  }
}

/** Finds a proxy to run, or fetches one; it installs none. `undefined` where it cannot be had, which is said in one line. */
export const findProxy = (name: ProxyName): Promise<ProxyProgram | undefined> =>
  findProgram(definitionOf(name), { install: 'never' }).catch((cause: Error) => {
    process.stderr.write(`skipped: ${cause.message}\n`)
    return undefined
  })
