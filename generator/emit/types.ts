import type { NamedShape } from '../read/catalog.ts'
import { bracket, withoutTexts } from '../print.ts'
import { documentationComment } from '../read/schema-documentation.ts'
import type { Target } from '../target.ts'
import { breakUnions, runtimeTypes, typeOf } from './type-text.ts'

/** Type of every schema of the catalog, documented. */
export const emitTypes = (schemas: readonly NamedShape[], { runtime }: Target): string => {
  const texts = schemas.map(({ name, direction, shape, documentation }) => {
    const type = typeOf(shape, direction)
    return documentationComment(documentation) + breakUnions(`export type ${name} = ${type}`)
  })
  const code = withoutTexts(texts.join('\n'))
  const used = runtimeTypes.filter((name) => new RegExp(`\\b${name}\\b`).test(code))
  const imports = used.length === 0 ? [] : [`${bracket('import type {', used, '}')} from '${runtime}'`]
  return `${[...imports, ...texts].join('\n\n')}\n`
}
