import type { Api } from './api.ts'
import { readCatalog } from './catalog.ts'
import type { Diagnostic } from './diagnostic.ts'
import { schemaConst } from './names.ts'

/** Names that two schemas of the client would share: `Order` and `order`, or `OrderInput` beside `Order` in requests. */
export const lintNames = (api: Api): readonly Diagnostic[] => {
  const { schemas, clashes } = readCatalog(api)
  const constants = new Map<string, string>()
  const twins = schemas.flatMap(({ name }) => {
    const other = constants.get(schemaConst(name))
    constants.set(schemaConst(name), name)
    return other === undefined ? [] : [name]
  })
  return [...clashes, ...twins].map((name) =>
    api.source.atKey(['components', 'schemas', name], `the name "${name}" is taken by another generated schema: rename this one`))
}
