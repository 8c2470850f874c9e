import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** File of the build with the licences of what is bundled. */
export const LICENSES = 'THIRD-PARTY-LICENSES'

/** Licences that allow what this package does: it ships a copy, with the text of the licence. */
const ALLOWED: readonly unknown[] = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD']

/** The packages that a build has taken in, by name: its source maps name every file that it is made of. */
export const bundledPackages = async (dist: string): Promise<readonly string[]> => {
  const maps = (await readdir(dist)).filter((name) => name.endsWith('.map'))
  const found = await Promise.all(
    maps.map(async (name) => {
      const { sources } = JSON.parse(await readFile(join(dist, name), 'utf8')) as { readonly sources: readonly string[] }
      return sources.flatMap((source) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(`/${source}`)?.[1] ?? [])
    }),
  )
  return [...new Set(found.flat())].toSorted()
}

/**
 * The licence of every package that a build has taken in: name, version and text, with its notice where it has one.
 *
 * @throws {Error} for a package whose licence is not allowed, or has no text
 */
export const licensesOf = async (dist: string): Promise<string> => {
  const sections = (await bundledPackages(dist)).map(async (name) => {
    const home = join(root, 'node_modules', name)
    const { version, license } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as {
      readonly version: string
      readonly license?: unknown
    }
    const texts = (await readdir(home)).filter((file) => /^(?:licen[cs]e|notice)(?:\.\w+)?$/i.test(file)).toSorted()
    if (!ALLOWED.includes(license))
      throw new Error(`${name}: expected one of ${ALLOWED.join(', ')}, got the licence ${String(license)}`)
    if (!texts.some((file) => /^licen/i.test(file))) throw new Error(`${name}: expected a file with its licence, got none`)
    const contents = await Promise.all(texts.map((file) => readFile(join(home, file), 'utf8')))
    return `${name} ${version} (${String(license)})\n${'-'.repeat(72)}\n\n${contents.map((text) => text.trim()).join('\n\n')}\n`
  })
  return ['The CommonJS build of this package contains the following packages.\n', ...(await Promise.all(sections))].join('\n\n')
}

if (import.meta.main) {
  const dist = join(root, 'dist')
  const [shipped, wanted] = await Promise.all([readFile(join(dist, LICENSES), 'utf8').catch(() => ''), licensesOf(dist)])
  console.log((await bundledPackages(dist)).join('\n'))
  if (shipped !== wanted) {
    console.error(`dist/${LICENSES} is not that of what is bundled: run \`npm run build\``)
    process.exitCode = 1
  }
}
