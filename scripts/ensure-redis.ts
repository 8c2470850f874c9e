import { access, constants, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { delimiter, dirname, join, resolve } from 'node:path'
import { run, type CommandResult } from './command.ts'
import { withLock } from './lock.ts'

export interface RedisProgram {
  /** Path of `redis-server`. */
  readonly server: string
  /** Path of `redis-cli`. */
  readonly cli: string
  /** What has to be added to the environment of both. */
  readonly env: Readonly<Record<string, string>>
}

export interface RedisSearch {
  /** Folders to look in for Redis, and for apt, separated as in `PATH`. Default: the process's `PATH`. */
  readonly path?: string
  /** Where a downloaded Redis is kept. Default: `node_modules/.cache/redis`. */
  readonly cache?: string
  /** Whether `apt-get install` may be run as the last resort, where this process is root. Default: `allowed`. */
  readonly install?: 'allowed' | 'never'
}

const oldest = [6, 2] as const
const defaultCache = resolve(import.meta.dirname, '../node_modules/.cache/redis')
const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** Whether the output of `redis-server --version` names a version that streams and ACLs of this project work with. */
export const isRecentEnough = (version: string): boolean => {
  const [, major = '0', minor = '0'] = /v=(\d+)\.(\d+)/.exec(version) ?? []
  return Number(major) > oldest[0] || (Number(major) === oldest[0] && Number(minor) >= oldest[1])
}

const isExecutable = (path: string): Promise<boolean> => access(path, constants.X_OK).then(() => true, () => false)

const works = async (program: RedisProgram): Promise<boolean> => {
  if (!(await isExecutable(program.server)) || !(await isExecutable(program.cli))) return false
  const { code, output } = await run(program.server, ['--version'], { env: program.env })
  return code === 0 && isRecentEnough(output)
}

const findOnPath = async (path: string): Promise<RedisProgram | undefined> => {
  for (const folder of path.split(delimiter).filter((entry) => entry !== '')) {
    const program = { server: join(folder, 'redis-server'), cli: join(folder, 'redis-cli'), env: {} }
    if (await works(program)) return program
  }
  return undefined
}

const libraryFolders = async (root: string): Promise<readonly string[]> => {
  const bases = [join(root, 'usr/lib'), join(root, 'lib')]
  const listed = await Promise.all(bases.map(async (base) => {
    const names = await readdir(base).catch((): string[] => [])
    return names.filter((name) => name.endsWith('-linux-gnu')).map((name) => join(base, name))
  }))
  return [...listed.flat(), ...bases]
}

const findInCache = async (root: string): Promise<RedisProgram | undefined> => {
  const folders = await libraryFolders(root)
  const env = { LD_LIBRARY_PATH: folders.join(delimiter) }
  const program = { server: join(root, 'usr/bin/redis-server'), cli: join(root, 'usr/bin/redis-cli'), env }
  return (await works(program)) ? program : undefined
}

/** apt's options for a private cache, and private package lists too where `lists` says so: neither needs root. */
const aptOptions = (folder: string, lists: boolean): readonly string[] => [
  '-qq', '-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User=root', '-o', `Dir::Cache=${folder}/cache`,
  ...(lists ? ['-o', `Dir::State::lists=${folder}/lists`] : []),
]

const downloadPackages = async (folder: string, path: string): Promise<string | undefined> => {
  const apt = (...args: readonly string[]): Promise<CommandResult> => run('apt-get', args, { env: { PATH: path } })
  const install = ['-y', '--no-install-recommends', '--download-only', 'install', 'redis-server']
  await mkdir(join(folder, 'cache/archives/partial'), { recursive: true })
  await mkdir(join(folder, 'lists/partial'), { recursive: true })
  const known = await apt(...aptOptions(folder, false), ...install)
  if (known.code === 0) return undefined
  const updated = await apt(...aptOptions(folder, true), 'update')
  const renewed = await apt(...aptOptions(folder, true), ...install)
  return renewed.code === 0 ? undefined : `${updated.output}\n${renewed.output}`.trim()
}

const unpackPackages = async (folder: string, target: string, path: string): Promise<void> => {
  const archives = join(folder, 'cache/archives')
  const packages = (await readdir(archives)).filter((name) => name.endsWith('.deb') && !name.startsWith('libc6_'))
  for (const name of packages) await run('dpkg', ['-x', join(archives, name), target], { env: { PATH: path } })
}

/** Fetches Debian's packages and unpacks them into `cache`, in one rename. Returns what went wrong, if anything did. */
const fetchInto = async (cache: string, path: string): Promise<string | undefined> => {
  const folder = await mkdtemp(`${cache}.`)
  try {
    const failure = await downloadPackages(folder, path)
    if (failure !== undefined) return failure
    const target = join(folder, 'root')
    await unpackPackages(folder, target, path)
    if ((await findInCache(target)) === undefined) return 'the unpacked redis-server does not start'
    await rm(cache, { recursive: true, force: true })
    await rename(target, cache)
    return undefined
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const installOnSystem = async (): Promise<string> => {
  say('redis-server: installing Debian\'s package with apt-get install')
  const { output } = await run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', 'redis-server'])
  return output
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

const provide = async ({ path, cache, install }: Required<RedisSearch>): Promise<RedisProgram> => {
  const cached = await findInCache(cache)
  if (cached !== undefined) return cached
  say(`redis-server: none on the PATH, fetching Debian's package into ${cache}`)
  const failure = await fetchInto(cache, path)
  const fetched = await findInCache(cache)
  if (fetched !== undefined) return fetched
  const installation = install === 'allowed' && process.getuid?.() === 0 ? await installOnSystem() : ''
  const installed = await findOnPath(path)
  if (installed !== undefined) return installed
  const reason = lastLine(failure ?? '') || lastLine(installation)
  const missing = `redis-server >= ${oldest.join('.')} is missing`
  throw new Error(`${missing}: install it and put it on the PATH (fetching it failed: ${reason})`)
}

/**
 * Finds a Redis server to run: on the PATH, else one fetched before, else it fetches Debian's package into
 * `node_modules/.cache`, without root and without touching the system. Processes that call at once share one download.
 * @throws Error that says in one line what is missing
 */
export const findRedisServer = async (search: RedisSearch = {}): Promise<RedisProgram> => {
  const { path = process.env['PATH'] ?? '', cache = defaultCache, install = 'allowed' } = search
  const present = (await findOnPath(path)) ?? (await findInCache(cache))
  if (present !== undefined) return present
  await mkdir(dirname(cache), { recursive: true })
  return withLock(`${cache}.lock`, () => provide({ path, cache, install }))
}

if (import.meta.main) {
  const program = await findRedisServer().catch((error: Error) => {
    say(error.message)
    process.exit(1)
  })
  process.stdout.write(`${program.server}\n`)
}
