import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'

const root = resolve(import.meta.dirname, '..')

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly import: { readonly types: string } }>>
}

/** The built declarations of every entry that the package exports. */
export const findEntries = async (): Promise<readonly string[]> => {
  const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest
  return Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [join(root, entry.import.types)]))
}

/** The declarations of a built entry and of all that it consists of, in one text. */
export const rollUp = async (input: string): Promise<string> => {
  const external = (id: string): boolean => !/^[./]/.test(id)
  const bundle = await rollup({ input, external, plugins: [dts()], onLog: () => undefined })
  const { output: [{ code }] } = await bundle.generate({ format: 'es' })
  await bundle.close()
  return code
}
