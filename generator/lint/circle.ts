import type { Diagnostic } from '../diagnostic.ts'
import type { Located } from '../read/reference.ts'
import type { Shape } from '../read/shape.ts'
import type { Source } from '../read/source.ts'

/** The part of a catalog that is looked through, which itself looks for circles where it is lenient. */
interface Schemas<Named> {
  readonly schemas: readonly Named[]
  named(name: string): Shape | undefined
}

/** Schemas that are nothing but references back to themselves, without an object or a list between. */
export const circlesOf = <Named extends { readonly name: string }>(catalog: Schemas<Named>): readonly Named[] =>
  catalog.schemas.filter(({ name }) => circleFrom(name, catalog, []))

export const lintCircle = (source: Source, { path }: Located): Diagnostic =>
  source.atKey(path, `the schema "${String(path.at(-1))}" leads back to itself without an object or a list between`)

const circleFrom = (name: string, catalog: Schemas<unknown>, above: readonly string[]): boolean => {
  if (above.includes(name)) return above[0] === name
  const shape = catalog.named(name)
  return shape !== undefined && namesOf(shape).some((other) => circleFrom(other, catalog, [...above, name]))
}

const namesOf = (shape: Shape): readonly string[] => {
  if (shape.kind === 'reference') return [shape.name]
  return shape.kind === 'union'
    ? shape.members.flatMap(namesOf)
    : shape.kind === 'tagged'
      ? shape.members.flatMap((member) => namesOf(member.shape))
      : []
}
