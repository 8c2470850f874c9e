import { readdirSync, readFileSync } from 'node:fs'
import { basename, extname, relative, resolve, sep } from 'node:path'
import type { Diagnostic } from './diagnostic.ts'
import type { Input } from './generate.ts'
import { bundleParts } from './read/bundle.ts'
import { fetchDocument, isUrl, publicName } from './read/fetch-document.ts'
import { pascalCase } from './names.ts'
import { UnreadableDocument } from './read/unreadable-document.ts'

/** The documents of this project: every `*.yaml` of the folder. */
export const readOwn = (folder: string, specs: string): readonly Input[] =>
  readdirSync(resolve(folder, specs))
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => ({
      name: basename(file, '.yaml'),
      file: relative(folder, resolve(folder, specs, file))
        .split(sep)
        .join('/'),
      text: readFileSync(resolve(folder, specs, file), 'utf8'),
    }))

/** What to read of somebody else. */
export interface ForeignInput {
  readonly document: string
  readonly policy: string | undefined
  readonly name: string | undefined
  readonly isLenient?: boolean
}

/**
 * A document of somebody else, from a file or a URL, and the policies that go with it.
 *
 * @throws {UnreadableDocument}
 */
export const readForeign = async (
  folder: string,
  { document, policy, name, isLenient = false }: ForeignInput,
): Promise<Input | { readonly diagnostics: readonly Diagnostic[] }> => {
  const file = isUrl(document) ? publicName(document) : document
  const bundle = await bundleParts(
    folder,
    document,
    file,
    isUrl(document) ? await fetchDocument(document) : readText(folder, document),
  )
  if ('diagnostics' in bundle) return bundle
  return {
    name: name ?? nameOf(basename(file, extname(file))),
    ...bundle,
    ...(policy === undefined ? {} : { policy: { file: policy, text: readText(folder, policy) } }),
    isForeign: true,
    isLenient,
  }
}

/** Letters and digits of a file's name; `api` where there are none to begin with. */
const nameOf = (text: string): string => {
  const name = pascalCase(text)
  return /^[A-Z]/.test(name) && name !== 'Unnamed' ? name.slice(0, 1).toLowerCase() + name.slice(1) : 'api'
}

const readText = (folder: string, file: string): string => {
  try {
    return readFileSync(resolve(folder, file), 'utf8')
  } catch (error) {
    throw new UnreadableDocument(file, error)
  }
}
