import { createHash } from 'node:crypto'
import { access, glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { run } from './command.ts'
import { exportTypes, findEntries, namespacesOfTypes } from './declarations.ts'
import { withLock } from './lock.ts'
import { LICENSES, licensesOf } from './third-party-licenses.ts'

const root = resolve(import.meta.dirname, '..')
const dist = join(root, 'dist')
const next = join(root, '.dist-next')
const stamp = join(root, 'node_modules/.cache/build/digest')
const inputs = [
  'src/**/*.ts',
  'generator/**/*.ts',
  'package.json',
  'tsconfig.json',
  'tsup.config.ts',
  'scripts/declarations.ts',
  'scripts/third-party-licenses.ts',
]

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** A digest of everything that the build is made from. */
const digestOfInputs = async (): Promise<string> => {
  const names: string[] = []
  for await (const name of glob(inputs, { cwd: root })) names.push(name)
  const hash = createHash('sha256')
  for (const name of names.toSorted())
    hash
      .update(`${name}\0`)
      .update(await readFile(join(root, name)))
      .update('\0')
  return hash.digest('hex')
}

const isFresh = async (digest: string): Promise<boolean> =>
  (await exists(join(dist, 'index.js'))) && (await readFile(stamp, 'utf8').catch(() => '')) === digest

/** The digest tells one build of a process from the next: a module is imported once. */
const correctDeclarations = async (name: string, digest: string): Promise<void> => {
  const { href } = pathToFileURL(join(next, `${name}.js`))
  const values = Object.keys((await import(`${href}?${digest}`)) as object)
  for (const path of [join(next, `${name}.d.ts`), join(next, `${name}.d.cts`)])
    await writeFile(path, namespacesOfTypes(exportTypes(await readFile(path, 'utf8'), (exported) => !values.includes(exported))))
}

/** Builds into a folder of its own and then swaps it in, so that programs that run from `dist` meanwhile find it whole. */
const compile = async (digest: string): Promise<void> => {
  await rm(next, { recursive: true, force: true })
  const tsup = join(root, 'node_modules/tsup/dist/cli-default.js')
  const { code, output } = await run(process.execPath, [tsup, '--outDir', next], { cwd: root })
  if (code !== 0) throw new Error(`the build failed\n${output.trim()}`)
  for (const entry of await findEntries()) await correctDeclarations(basename(entry, '.d.ts'), digest)
  await writeFile(join(next, LICENSES), await licensesOf(next))
  await rm(dist, { recursive: true, force: true })
  await rename(next, dist)
  await mkdir(dirname(stamp), { recursive: true })
  await writeFile(stamp, digest)
}

export interface BuildSettings {
  /** `stale`: build only when a source changed since the last build; `always`: build. Default: `stale`. */
  readonly when?: 'stale' | 'always'
}

/** Builds every entry of the package into `dist`. Processes that call at once share one build. */
export const build = async ({ when = 'stale' }: BuildSettings = {}): Promise<void> => {
  if (when === 'stale' && (await isFresh(await digestOfInputs()))) return
  await withLock(join(root, 'node_modules/.cache/build/lock'), async () => {
    const digest = await digestOfInputs()
    if (when === 'always' || !(await isFresh(digest))) await compile(digest)
  })
}

if (import.meta.main) {
  await build({ when: process.argv.includes('--if-stale') ? 'stale' : 'always' }).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  })
}
