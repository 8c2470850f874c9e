import type { Api } from './api.ts'
import { readCatalog } from './catalog.ts'
import { inOrder } from './diagnostic.ts'
import type { Diagnostic } from './diagnostic.ts'
import { lintConstructs } from './lint-construct.ts'
import { lintExpressions } from './lint-expression.ts'
import { lintMessages } from './lint-message.ts'
import { lintNames } from './lint-name.ts'
import { lintOperations } from './lint-operation.ts'
import { lintShape } from './lint-shape.ts'
import { lintTags } from './lint-tags.ts'

/** Every defect of the documents, in the order of their places. An extension of a broken shape is not looked into further. */
export const lint = (apis: readonly Api[]): readonly Diagnostic[] => {
  const catalogs = apis.map((api) => [api, readCatalog(api)] as const)
  return inOrder([
    ...[lintShape, lintMessages, lintOperations, lintExpressions].flatMap((rule) => apis.flatMap(rule)),
    ...[lintConstructs, lintNames].flatMap((rule) => catalogs.flatMap(([api, catalog]) => rule(api, catalog))),
    ...lintTags(apis),
  ])
}
