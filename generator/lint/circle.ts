import type { Api } from '../read/api.ts'
import type { Catalog } from '../read/catalog.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Shape } from '../read/shape.ts'

/** Schemas that are nothing but references back to themselves, without an object or a list between. */
export const lintCircles = ({ source }: Api, catalog: Catalog): readonly Diagnostic[] =>
  catalog.schemas.flatMap(({ name, place }) => {
    const circle = circleFrom(name, catalog, [])
    return circle ? [source.atKey(place.path, `the schema "${String(place.path.at(-1))}" leads back to itself without an object or a list between`)] : []
  })

const circleFrom = (name: string, catalog: Catalog, above: readonly string[]): boolean => {
  if (above.includes(name)) return above[0] === name
  const shape = catalog.named(name)
  return shape !== undefined && namesOf(shape).some((other) => circleFrom(other, catalog, [...above, name]))
}

const namesOf = (shape: Shape): readonly string[] => {
  if (shape.kind === 'reference') return [shape.name]
  return shape.kind === 'union' ? shape.members.flatMap(namesOf) : shape.kind === 'tagged' ? shape.members.flatMap((member) => namesOf(member.shape)) : []
}
