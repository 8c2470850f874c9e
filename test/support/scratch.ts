import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A temporary folder that is removed at the end of its scope. */
export interface Scratch extends AsyncDisposable {
  readonly path: string
  /** Writes files by their path inside the folder. */
  write(files: Readonly<Record<string, string>>): Promise<void>
}

export const makeScratch = async (): Promise<Scratch> => {
  const path = await mkdtemp(join(tmpdir(), 'mes-crm-sdk-'))
  const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(path, name)), { recursive: true })
      await writeFile(join(path, name), text)
    }
  }
  return { path, write, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
