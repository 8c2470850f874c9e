import { createTwoFilesPatch } from 'diff'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Files that a program writes and that are checked in, so that a change of what they are made from shows as a change of them. */
export interface CheckedInFiles {
  /** Folder of the project that the paths are relative to. */
  readonly root: string
  readonly files: ReadonlyMap<string, string>
  /** Folder with these files and no others, so that the ones of something that is gone go too. Default: none. */
  readonly whole?: string
}

const textOf = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined)

const extraFiles = async ({ root, files, whole }: CheckedInFiles): Promise<readonly string[]> => {
  if (whole === undefined) return []
  const names = await readdir(join(root, whole)).catch(() => [])
  return names.map((name) => join(whole, name)).filter((path) => !files.has(path))
}

/** What differs, one patch for each file, from what is checked in to what it should be. */
export const findChanges = async (checkedIn: CheckedInFiles): Promise<readonly string[]> => {
  const wanted = [...checkedIn.files, ...(await extraFiles(checkedIn)).map((path) => [path, ''] as const)]
  const patches = await Promise.all(
    wanted.map(async ([path, text]) => {
      const before = (await textOf(join(checkedIn.root, path))) ?? ''
      return before === text ? [] : [createTwoFilesPatch(path, path, before, text, 'checked in', 'as it is now')]
    }),
  )
  return patches.flat()
}

const write = async (checkedIn: CheckedInFiles): Promise<void> => {
  for (const [path, text] of checkedIn.files) {
    await mkdir(dirname(join(checkedIn.root, path)), { recursive: true })
    await writeFile(join(checkedIn.root, path), text)
  }
  for (const path of await extraFiles(checkedIn)) await rm(join(checkedIn.root, path))
}

/** Runs a program whose files are checked in: it writes them or, with `--check`, shows what differs and fails. */
export const keepCheckedIn = async (checkedIn: CheckedInFiles, command: string): Promise<void> => {
  if (!process.argv.includes('--check')) return write(checkedIn)
  const changes = await findChanges(checkedIn)
  if (changes.length === 0) return
  process.stderr.write(
    `${changes.join('\n')}\n${changes.length} files differ: if that is meant, run ${command} and commit what it wrote\n`,
  )
  process.exitCode = 1
}
