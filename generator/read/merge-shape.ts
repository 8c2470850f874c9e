import type { Enumeration, ObjectShape, Property, Shape } from './shape.ts'
import { identity, unionOf } from './shape.ts'

/** Writes out a shape that is only named. */
export type Expand = (shape: Shape) => Shape

/** What meets both shapes, as `allOf` asks; `undefined` when nothing can. */
export const mergeShapes = (left: Shape, right: Shape, expand: Expand): Shape | undefined => {
  if (left.kind === 'json' || identity(left) === identity(right)) return right
  if (right.kind === 'json') return left
  if (left.kind === 'reference') return mergeNamed(left, right, expand)
  if (right.kind === 'reference') return mergeNamed(right, left, expand)
  if (left.kind === 'union' || left.kind === 'tagged') return distribute(left, (member) => mergeShapes(member, right, expand))
  if (right.kind === 'union' || right.kind === 'tagged') return distribute(right, (member) => mergeShapes(left, member, expand))
  if (left.kind === 'object' && right.kind === 'object') return mergeObjects(left, right, expand)
  if (left.kind === 'enumeration') return restrict(left, right)
  if (right.kind === 'enumeration') return restrict(right, left)
  if (left.kind === 'array' && right.kind === 'array') {
    const items = mergeShapes(left.items, right.items, expand)
    return items === undefined ? undefined : { ...left, ...right, items, isUnique: left.isUnique || right.isUnique }
  }
  if (left.kind === 'number' && right.kind === 'number') return { ...left, ...right, isInteger: left.isInteger || right.isInteger }
  return left.kind === right.kind ? { ...left, ...right } : undefined
}

/** A named shape that asks for all that the other one does stays what it is. */
const mergeNamed = (named: Shape, other: Shape, expand: Expand): Shape | undefined => {
  const full = expand(named)
  const merged = mergeShapes(other, full, expand)
  return merged !== undefined && identity(merged) === identity(full) ? named : merged
}

/** Members that nothing can meet are left out. */
const distribute = (shape: Shape & { kind: 'union' | 'tagged' }, merge: (member: Shape) => Shape | undefined): Shape | undefined => {
  if (shape.kind === 'tagged') {
    const members = shape.members.flatMap((member) => {
      const merged = merge(member.shape)
      return merged === undefined ? [] : [{ ...member, shape: merged }]
    })
    return members.length === 0 ? undefined : { ...shape, members }
  }
  const members = shape.members.flatMap((member) => merge(member) ?? [])
  return members.length === 0 ? undefined : unionOf(members)
}

const restrict = ({ values, isOpen }: Enumeration, other: Shape): Shape | undefined => {
  const kept = values.filter((value) => meets(value, other))
  return kept.length === 0 ? undefined : { kind: 'enumeration', values: kept, isOpen: isOpen && (other.kind !== 'enumeration' || other.isOpen) }
}

const meets = (value: string | number | boolean, shape: Shape): boolean => {
  switch (shape.kind) {
    case 'enumeration': return shape.values.includes(value)
    case 'text': return typeof value === 'string'
    case 'number': return typeof value === 'number' && (!shape.isInteger || Number.isInteger(value))
    case 'boolean': return typeof value === 'boolean'
    case 'json': return true
    case 'null': case 'array': case 'object': case 'union': case 'tagged': case 'binary': case 'reference': return false
  }
}

const mergeObjects = (left: ObjectShape, right: ObjectShape, expand: Expand): Shape | undefined => {
  const properties = new Map<string, Property>(left.properties)
  for (const [name, property] of right.properties) {
    const before = properties.get(name)
    const shape = before === undefined ? property.shape : mergeShapes(before.shape, property.shape, expand)
    if (shape === undefined) return undefined
    properties.set(name, { shape, documentation: { ...before?.documentation, ...property.documentation } })
  }
  return {
    ...left, ...right, properties,
    required: new Set([...left.required, ...right.required]),
    rest: mergeRest(left, right, expand),
  }
}

/** An object that names no member says nothing about which there may be; the base of an inheritance leaves that to its heirs. */
const mergeRest = (left: ObjectShape, right: ObjectShape, expand: Expand): ObjectShape['rest'] => {
  if (typeof left.rest === 'string' && typeof right.rest === 'string') return left.rest === right.rest ? left.rest : 'closed'
  if (typeof left.rest === 'string') return restOf(right, left.rest)
  if (typeof right.rest === 'string') return restOf(left, right.rest)
  return mergeShapes(left.rest, right.rest, expand) ?? 'closed'
}

const restOf = ({ rest, properties }: ObjectShape, other: 'closed' | 'open'): ObjectShape['rest'] =>
  typeof rest === 'object' && rest.kind === 'json' && properties.size === 0 ? other : rest
