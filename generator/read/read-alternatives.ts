import { isRecord, listOf, recordOf, textOf } from '../json.ts'
import { placeKey } from './reading.ts'
import type { Above, Reading } from './reading.ts'
import { dereference, referencePath } from './reference.ts'
import type { Located } from './reference.ts'
import { unionOf } from './shape.ts'
import type { Shape } from './shape.ts'

/**
 * What `oneOf` and `anyOf` of a schema ask for, one shape for each. A parent that lists its heirs, which are composed of it, asks
 * an heir for nothing in this way.
 */
export const readAlternatives = (schema: Located, reading: Reading, above: Above): readonly Shape[] =>
  (['oneOf', 'anyOf'] as const).flatMap((keyword) => {
    const members = listOf(schema.node[keyword]).map((part, index) => ({ node: recordOf(part), path: [...schema.path, keyword, index] }))
    if (members.length === 0 || members.some((member) => isAbove(member, schema, reading, above))) return []
    return [taggedUnion(schema, members, reading, above) ?? unionOf(members.map((member) => reading.read(member, above)))]
  })

const isAbove = (member: Located, schema: Located, { source }: Reading, above: Above): boolean => {
  const key = placeKey(dereference(source.root, member))
  return '$ref' in member.node && key !== placeKey(schema) && above.composition.has(key)
}

/** A union by a discriminator, whose members are references. */
const taggedUnion = ({ node }: Located, members: readonly Located[], reading: Reading, above: Above): Shape | undefined => {
  const { discriminator } = node
  const property = isRecord(discriminator) ? textOf(discriminator['propertyName']) : undefined
  if (!isRecord(discriminator) || property === undefined) return undefined
  const mapping = Object.entries(recordOf(discriminator['mapping'])).flatMap(([value, target]) =>
    (typeof target === 'string' ? [[value, placeOf(target)] as const] : []))
  const tagged = members.map((member) => {
    const reference = textOf(member.node['$ref'])
    if (reference === undefined) return undefined
    const place = placeOf(reference)
    const values = mapping.filter(([, target]) => target === place).map(([value]) => value)
    const shape = reading.read(member, above)
    return (values.length > 0 ? values : [place.split('/').at(-1) ?? '']).map((value) => ({ value, shape }))
  })
  const known = tagged.flatMap((member) => member ?? [])
  return tagged.includes(undefined) || new Set(known.map(({ value }) => value)).size < known.length
    ? undefined
    : { kind: 'tagged', property, members: known }
}

/** A mapping may give a schema by its bare name. */
const placeOf = (reference: string): string => (referencePath(reference) ?? ['components', 'schemas', reference]).join('/')

