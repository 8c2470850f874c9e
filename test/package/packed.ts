import { mkdir, readdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { build } from '../../scripts/build.ts'
import { run, type CommandResult } from '../../scripts/command.ts'
import { makeScratch, type Scratch } from '../support/scratch.ts'

const root = resolve(import.meta.dirname, '../..')

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Readonly<Record<string, unknown>>
  readonly bin: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  /** Optional ones, which are not installed. */
  readonly peerDependencies: Readonly<Record<string, string>>
}

/** A project of a user's own that has the packed package installed, with its declared dependencies and nothing else. */
export interface Consumer extends AsyncDisposable {
  readonly path: string
  readonly manifest: Manifest
  /** What a user imports, such as `mes-crm-sdk/cache`. */
  readonly entries: readonly string[]
  write: Scratch['write']
  /** Runs Node on a file of the project. */
  node(...args: readonly string[]): Promise<CommandResult>
  /** Runs a program in the project, with variables added to the environment. */
  run(program: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CommandResult>
  /** Runs the TypeScript compiler in the project. */
  tsc(...args: readonly string[]): Promise<CommandResult>
}

const read = async (path: string): Promise<Manifest> => JSON.parse(await readFile(path, 'utf8')) as Manifest

const must = async (result: Promise<CommandResult>): Promise<void> => {
  const { code, output } = await result
  if (code !== 0) throw new Error(output)
}

const link = async (name: string, into: string): Promise<void> => {
  const path = join(into, name)
  await mkdir(dirname(path), { recursive: true })
  await symlink(join(root, 'node_modules', name), path)
}

/** Puts the commands of a package where npm does, and where npx and scripts find them. */
const linkCommands = async ({ name, bin }: Manifest, modules: string): Promise<void> => {
  await mkdir(join(modules, '.bin'))
  for (const [command, file] of Object.entries(bin)) await symlink(join('..', name, file), join(modules, '.bin', command))
}

/** Packs the package as `npm publish` would, and installs the tarball without a registry: dependencies are links. */
export const installPacked = async (extraDependencies: readonly string[] = []): Promise<Consumer> => {
  await build()
  const scratch = await makeScratch()
  await must(run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', scratch.path], { cwd: root }))
  const tarball = (await readdir(scratch.path)).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('npm pack left no tarball')

  const modules = join(scratch.path, 'node_modules')
  const home = join(modules, 'mes-crm-sdk')
  await mkdir(home, { recursive: true })
  await must(run('tar', ['-xzf', join(scratch.path, tarball), '--strip-components=1', '-C', home]))
  const manifest = await read(join(home, 'package.json'))
  for (const name of [...Object.keys(manifest.dependencies), ...extraDependencies]) await link(name, modules)
  await linkCommands(manifest, modules)
  await scratch.write({ 'package.json': '{ "name": "consumer", "private": true }\n' })

  const cwd = scratch.path
  return {
    path: cwd,
    manifest,
    entries: Object.entries(manifest.exports)
      .filter(([, target]) => typeof target === 'object')
      .map(([key]) => manifest.name + key.slice(1)),
    write: (files) => scratch.write(files),
    node: (...args) => run(process.execPath, args, { cwd }),
    run: (program, args, env = {}) => run(program, args, { cwd, env }),
    tsc: (...args) => run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...args], { cwd }),
    [Symbol.asyncDispose]: () => scratch[Symbol.asyncDispose](),
  }
}
