import type { Api } from '../read/api.ts'
import type { Catalog } from '../read/catalog.ts'
import { inOrder } from '../diagnostic.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { lintConstructs } from './construct.ts'
import { lintExpressions } from './expression.ts'
import { lintMessages } from './message.ts'
import { lintNames } from './name.ts'
import { lintOperations } from './operation.ts'
import { lintShape } from './shape.ts'
import { lintTags } from './tags.ts'

/** Every defect of the documents, in the order of their places. An extension of a broken shape is not looked into further. */
export const lint = (catalogs: readonly (readonly [Api, Catalog])[]): readonly Diagnostic[] => {
  const apis = catalogs.map(([api]) => api)
  return inOrder([
    ...[lintShape, lintMessages, lintOperations, lintExpressions].flatMap((rule) => apis.flatMap(rule)),
    ...[lintConstructs, lintNames].flatMap((rule) => catalogs.flatMap(([api, catalog]) => rule(api, catalog))),
    ...lintTags(apis),
  ])
}
