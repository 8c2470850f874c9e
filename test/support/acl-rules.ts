import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

const DOCUMENT = resolve(import.meta.dirname, '../../docs/operations.md')

/** What the names in a documented rule stand for. */
export interface AclNames {
  readonly namespace: string
  /** Digest of the principal. */
  readonly owner: string
  readonly secret: string
}

/** The rules that docs/operations.md gives for a user, one list a line, in the words that `ACL SETUSER` takes behind the name. */
export const documentedRules = async (
  user: string,
  { namespace, owner, secret }: AclNames,
): Promise<readonly (readonly string[])[]> => {
  const text = await readFile(DOCUMENT, 'utf8')
  const lines = [...text.matchAll(/^ACL SETUSER (\w+) (.*)$/gm)].filter(([, name]) => name === user)
  if (lines.length === 0) throw new Error(`docs/operations.md has no rules for ${user}`)
  const filled = (rules: string): string =>
    rules
      .replaceAll('{prod}', `{${namespace}}`)
      .replaceAll('prod:', `${namespace}:`)
      .replaceAll('OWNER', owner)
      .replaceAll('SECRET', secret)
  return lines.map(([, , rules = '']) => filled(rules).split(' '))
}
