import { isRecord, listOf, recordOf, textOf } from '../json.ts'
import { canGrow } from './read-typed.ts'
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
    const members = listOf(schema.node[keyword]).map((part, index) => ({
      node: recordOf(part),
      path: [...schema.path, keyword, index],
    }))
    if (members.length === 0 || members.some((member) => isAbove(member, schema, reading, above))) return []
    return [
      taggedUnion(schema, members, reading, above) ??
        alternativesOf(
          members.map((member) => reading.read(member, above)),
          reading,
        ),
    ]
  })

/** Constants that an answer may be are an enumeration, which a later version may add to. */
const alternativesOf = (members: readonly Shape[], { direction }: Reading): Shape => {
  const listed = members.flatMap((member) => (member.kind === 'enumeration' ? [member] : []))
  const values = [...new Set(listed.flatMap((member) => member.values))]
  if (direction !== 'response' || listed.length < 2 || !canGrow(values)) return unionOf(members)
  return unionOf([{ kind: 'enumeration', values, isOpen: true }, ...members.filter(({ kind }) => kind !== 'enumeration')])
}

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
    typeof target === 'string' ? [[value, placeOf(target)] as const] : [],
  )
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
    : {
        kind: 'tagged',
        property,
        members: known,
        ...(members.every((member) => requires(reading, member, property)) ? {} : { isOptional: true as const }),
      }
}

/** Whether a value of a schema always has the property. */
const requires = (reading: Reading, schema: Located, property: string, depth = 0): boolean => {
  const { node } = dereference(reading.source.root, schema)
  const visit = (part: unknown): boolean =>
    depth < 20 && requires(reading, { node: recordOf(part), path: [] }, property, depth + 1)
  return (
    listOf(node['required']).includes(property) ||
    listOf(node['allOf']).some(visit) ||
    ['oneOf', 'anyOf'].some((keyword) => listOf(node[keyword]).length > 0 && listOf(node[keyword]).every(visit))
  )
}

/** A mapping may give a schema by its bare name. */
const placeOf = (reference: string): string => (referencePath(reference) ?? ['components', 'schemas', reference]).join('/')
