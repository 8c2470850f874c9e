import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { compare } from './diagnostic.ts'
import { HEADER } from './generate.ts'

/** How a file in the folder differs from what the documents give. */
export interface Drift {
  readonly path: string
  readonly kind: 'changed' | 'missing' | 'extra'
}

/** A folder that the generated files cannot be written to. */
export class UnusableFolder extends Error {}

/** Every file of the folder that differs, ordered by path. */
export const findDrift = (folder: string, files: ReadonlyMap<string, string>): readonly Drift[] => {
  const present = listFiles(folder)
  const drifts: Drift[] = [
    ...present.filter((path) => !files.has(path)).map((path) => ({ path, kind: 'extra' as const })),
    ...[...files.keys()].filter((path) => !present.includes(path)).map((path) => ({ path, kind: 'missing' as const })),
    ...[...files]
      .filter(([path, text]) => present.includes(path) && readFileSync(join(folder, path), 'utf8') !== text)
      .map(([path]) => ({ path, kind: 'changed' as const })),
  ]
  return drifts.toSorted((a, b) => compare(a.path, b.path))
}

/**
 * Makes the folder hold the files and nothing else, and returns what it changed.
 *
 * @throws {UnusableFolder} before anything is changed, when the folder holds a file that was not generated.
 */
export const writeFiles = (folder: string, files: ReadonlyMap<string, string>): readonly Drift[] => {
  const drifts = findDrift(folder, files)
  const isGenerated = (path: string): boolean => readFileSync(join(folder, path), 'utf8').startsWith(HEADER)
  const foreign = drifts.find(({ path, kind }) => kind !== 'missing' && !isGenerated(path))
  if (foreign !== undefined)
    throw new UnusableFolder(`${join(folder, foreign.path)} was not generated: move it out of the folder first`)
  for (const { path, kind } of drifts) {
    const target = join(folder, path)
    try {
      if (kind === 'extra') {
        rmSync(target)
        continue
      }
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, files.get(path) ?? '')
    } catch (error) {
      throw new UnusableFolder(
        `${target} cannot be ${kind === 'extra' ? 'removed' : 'written'}: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
  return drifts
}

const listFiles = (folder: string): readonly string[] => {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found === undefined) return []
  if (!found.isDirectory()) throw new UnusableFolder(`${folder} is no folder`)
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const link = entries.find((entry) => entry.isSymbolicLink())
  if (link !== undefined)
    throw new UnusableFolder(
      `${join(link.parentPath, link.name)} is a symbolic link: nothing is written through it, or checked behind it`,
    )
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
}
