import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const UNRELEASED = '## [Unreleased]\n'

/**
 * The changelog with its unreleased changes as those of a version, below an empty section for the next ones.
 *
 * @param date such as `2026-12-01`
 * @throws {Error} where there are no changes to release, or the version is there already
 */
export const releaseChangelog = (changelog: string, version: string, date: string): string => {
  const start = changelog.indexOf(UNRELEASED)
  if (start < 0) throw new Error('CHANGELOG.md: expected a section ## [Unreleased], got none. Add it above the last version.')
  if (changelog.includes(`\n## [${version}]`))
    throw new Error(`CHANGELOG.md: expected no section of ${version}, got one. Choose another version.`)
  const after = start + UNRELEASED.length
  const [changes = ''] = changelog.slice(after).split(/\n(?=## \[)/)
  if (changes.trim() === '')
    throw new Error('CHANGELOG.md: expected changes below ## [Unreleased], got none. Describe what the release changes.')
  return `${changelog.slice(0, after)}\n## [${version}] - ${date}\n${changelog.slice(after)}`
}

/** The source that says the version, with another one. */
export const releaseSource = (source: string, version: string): string => {
  const released = source.replace(/(export const VERSION = )'[^']*'/, `$1'${version}'`)
  if (!released.includes(`'${version}'`)) throw new Error('src/foundation/version.ts: expected export const VERSION, got none.')
  return released
}

/** Writes what a release changes besides package.json, whose version npm has set. */
export const release = async (folder: string, date: string): Promise<void> => {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { readonly version: string }
  const changelog = join(folder, 'CHANGELOG.md')
  const source = join(folder, 'src/foundation/version.ts')
  const [changed, sourced] = [
    releaseChangelog(await readFile(changelog, 'utf8'), version, date),
    releaseSource(await readFile(source, 'utf8'), version),
  ]
  await writeFile(changelog, changed)
  await writeFile(source, sourced)
}

// npm runs it as the script `version` of `npm version`, which commits and tags what it leaves.
if (import.meta.main) {
  await release(resolve(import.meta.dirname, '..'), new Date().toISOString().slice(0, 10)).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  })
}
