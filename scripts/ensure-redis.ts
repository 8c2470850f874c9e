import { join, resolve } from 'node:path'
import { run } from './command.ts'
import { type DebianProgram, findProgram, isExecutable, type ProgramSearch } from './debian-program.ts'

export interface RedisProgram {
  /** Path of `redis-server`. */
  readonly server: string
  /** Path of `redis-cli`. */
  readonly cli: string
  /** What has to be added to the environment of both. */
  readonly env: Readonly<Record<string, string>>
}

const oldest = [6, 2] as const

/** Whether the output of `redis-server --version` names a version that streams and ACLs of this project work with. */
export const isRecentEnough = (version: string): boolean => {
  const [, major = '0', minor = '0'] = /v=(\d+)\.(\d+)/.exec(version) ?? []
  return Number(major) > oldest[0] || (Number(major) === oldest[0] && Number(minor) >= oldest[1])
}

const ifItWorks = async (folder: string, env: RedisProgram['env']): Promise<RedisProgram | undefined> => {
  const program = { server: join(folder, 'redis-server'), cli: join(folder, 'redis-cli'), env }
  if (!(await isExecutable(program.server)) || !(await isExecutable(program.cli))) return undefined
  const { code, output } = await run(program.server, ['--version'], { env })
  return code === 0 && isRecentEnough(output) ? program : undefined
}

const redis: DebianProgram<RedisProgram> = {
  package: 'redis-server',
  wanted: `redis-server >= ${oldest.join('.')}`,
  cache: resolve(import.meta.dirname, '../node_modules/.cache/redis'),
  findIn: (folder) => ifItWorks(folder, {}),
  findUnpacked: (root, libraries) => ifItWorks(join(root, 'usr/bin'), { LD_LIBRARY_PATH: libraries }),
}

/** Finds a Redis server to run, or fetches one. @throws Error that says in one line what is missing */
export const findRedisServer = (search?: ProgramSearch): Promise<RedisProgram> => findProgram(redis, search)

if (import.meta.main) {
  const program = await findRedisServer().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  })
  process.stdout.write(`${program.server}\n`)
}
