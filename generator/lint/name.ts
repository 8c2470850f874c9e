import type { Api } from '../read/api.ts'
import type { Catalog } from '../read/catalog.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { pascalCase } from '../names.ts'

/** Names that two schemas of our own client would share: `Order` and `order`, or `OrderInput` beside `Order` in requests. */
export const lintNames = ({ source, isStrict }: Api, { clashes }: Catalog): readonly Diagnostic[] =>
  (isStrict ? clashes : []).map(({ wanted, place }) => {
    const own = place.path.at(-1)
    const path = pascalCase(String(own)) === wanted ? place.path : ['components', 'schemas', wanted]
    return source.atKey(path, `the name "${wanted}" is taken by another generated schema: rename this one`)
  })
