import { access, constants, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { run, type CommandResult } from './command.ts'
import { withLock } from './lock.ts'

export interface ProgramSearch {
  /** Folders to look in for the program, and for apt, separated as in `PATH`. Default: the process's `PATH`. */
  readonly path?: string
  /** Where a downloaded program is kept. Default: below `node_modules/.cache`. */
  readonly cache?: string
  /** Whether `apt-get install` may be run as the last resort, where this process is root. Default: `allowed`. */
  readonly install?: 'allowed' | 'never'
}

/** A program that tests need and that Debian has a package of. */
export interface DebianProgram<P> {
  /** Name of the package. */
  readonly package: string
  /** What is missing where it cannot be had, such as `redis-server >= 6.2`. */
  readonly wanted: string
  /** Where a downloaded one is kept. */
  readonly cache: string
  /** The program in one folder of the `PATH`, `undefined` where it is not there or does not serve. */
  findIn(folder: string): Promise<P | undefined>
  /** The program in the root of unpacked packages, whose libraries are in `libraries`. */
  findUnpacked(root: string, libraries: string): Promise<P | undefined>
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)

export const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )

const findOnPath = async <P>(program: DebianProgram<P>, path: string): Promise<P | undefined> => {
  for (const folder of path.split(delimiter).filter((entry) => entry !== '')) {
    const found = await program.findIn(folder)
    if (found !== undefined) return found
  }
  return undefined
}

const libraryFolders = async (root: string): Promise<string> => {
  const bases = [join(root, 'usr/lib'), join(root, 'lib')]
  const listed = await Promise.all(
    bases.map(async (base) => {
      const names = await readdir(base).catch((): string[] => [])
      return names.filter((name) => name.endsWith('-linux-gnu')).map((name) => join(base, name))
    }),
  )
  return [...listed.flat(), ...bases].join(delimiter)
}

const findUnpacked = async <P>(program: DebianProgram<P>, root: string): Promise<P | undefined> =>
  program.findUnpacked(root, await libraryFolders(root))

/** apt's options for a private cache, and private package lists too where `lists` says so: neither needs root. */
const aptOptions = (folder: string, lists: boolean): readonly string[] => [
  '-qq',
  '-o',
  'Debug::NoLocking=1',
  '-o',
  'APT::Sandbox::User=root',
  '-o',
  `Dir::Cache=${folder}/cache`,
  ...(lists ? ['-o', `Dir::State::lists=${folder}/lists`] : []),
]

const downloadPackages = async (name: string, folder: string, path: string): Promise<string | undefined> => {
  const apt = (...args: readonly string[]): Promise<CommandResult> => run('apt-get', args, { env: { PATH: path } })
  const install = ['-y', '--no-install-recommends', '--download-only', 'install', name]
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
const fetchInto = async <P>(program: DebianProgram<P>, cache: string, path: string): Promise<string | undefined> => {
  const folder = await mkdtemp(`${cache}.`)
  try {
    const failure = await downloadPackages(program.package, folder, path)
    if (failure !== undefined) return failure
    const target = join(folder, 'root')
    await unpackPackages(folder, target, path)
    if ((await findUnpacked(program, target)) === undefined) return `the unpacked ${program.package} does not start`
    await rm(cache, { recursive: true, force: true })
    await rename(target, cache)
    return undefined
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const installOnSystem = async (name: string): Promise<string> => {
  say(`${name}: installing Debian's package with apt-get install`)
  const { output } = await run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', name])
  return output
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

const provide = async <P>(program: DebianProgram<P>, { path, cache, install }: Required<ProgramSearch>): Promise<P> => {
  const cached = await findUnpacked(program, cache)
  if (cached !== undefined) return cached
  say(`${program.package}: none on the PATH, fetching Debian's package into ${cache}`)
  const failure = await fetchInto(program, cache, path)
  const fetched = await findUnpacked(program, cache)
  if (fetched !== undefined) return fetched
  const installation = install === 'allowed' && process.getuid?.() === 0 ? await installOnSystem(program.package) : ''
  const installed = await findOnPath(program, path)
  if (installed !== undefined) return installed
  const reason = lastLine(failure ?? '') || lastLine(installation)
  throw new Error(`${program.wanted} is missing: install it and put it on the PATH (fetching it failed: ${reason})`)
}

/**
 * Finds a program to run: on the PATH, else one fetched before, else it fetches Debian's package into `node_modules/.cache`,
 * without root and without touching the system. Processes that call at once share one download.
 * @throws Error that says in one line what is missing
 */
export const findProgram = async <P>(program: DebianProgram<P>, search: ProgramSearch = {}): Promise<P> => {
  const { path = process.env['PATH'] ?? '', cache = program.cache, install = 'allowed' } = search
  const present = (await findOnPath(program, path)) ?? (await findUnpacked(program, cache))
  if (present !== undefined) return present
  await mkdir(dirname(cache), { recursive: true })
  return withLock(`${cache}.lock`, () => provide(program, { path, cache, install }))
}
