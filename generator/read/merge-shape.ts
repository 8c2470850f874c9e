import type { ArrayShape, Enumeration, Numeric, ObjectShape, Property, Shape, Text } from './shape.ts'
import { identity, impliedOf, unionOf } from './shape.ts'
import { meetsShape } from './shape-values.ts'

/** Writes out a shape that is only named. */
export type Expand = (shape: Shape) => Shape

type Merge = (left: Shape, right: Shape) => Shape | undefined

/** What meets both shapes, as `allOf` asks: every keyword of both holds. `undefined` when nothing can. */
export const mergeShapes = (left: Shape, right: Shape, expand: Expand): Shape | undefined => {
  if (left.kind === 'json') return right
  if (right.kind === 'json') return left
  if (identity(left) === identity(right)) return isImplied(left) ? right : left
  if (left.kind === 'reference') return mergeNamed(left, right, expand)
  if (right.kind === 'reference') return mergeNamed(right, left, expand)
  const merge: Merge = (one, other) => mergeShapes(one, other, expand)
  if (isImplied(right)) return isImplied(left) ? mergeImplied(left, right, merge) : applyImplied(left, right, merge)
  if (isImplied(left)) return applyImplied(right, left, merge)
  if (left.kind === 'union' || left.kind === 'tagged') return distribute(left, (member) => merge(member, right))
  if (right.kind === 'union' || right.kind === 'tagged') return distribute(right, (member) => merge(left, member))
  if (left.kind === 'enumeration') return restrict(left, right)
  if (right.kind === 'enumeration') return restrict(right, left)
  return mergeAlike(left, right, merge)
}

/** Whether only keywords imply the types of a shape. */
const isImplied = (shape: Shape): boolean => shape.isImplied === true

const membersOf = (shape: Shape): readonly Shape[] => (shape.kind === 'union' ? shape.members : [shape])

/** A keyword asks something of the values of its own type. It says nothing of others. */
const applyImplied = (shape: Shape, implied: Shape, merge: Merge): Shape | undefined => {
  if (shape.kind === 'union' || shape.kind === 'tagged')
    return distribute(shape, (member) => applyImplied(member, implied, merge))
  const asked = membersOf(implied)
  if (shape.kind === 'enumeration') {
    return restrictBy(shape, (value) => asked.every((one) => !isOfKind(value, one) || meetsShape(value, one)), shape.isOpen)
  }
  const same = asked.find(({ kind }) => kind === shape.kind)
  return same === undefined ? shape : mergeAlike(shape, same, merge)
}

const mergeImplied = (left: Shape, right: Shape, merge: Merge): Shape | undefined => {
  const others = membersOf(right)
  const merged = membersOf(left).map((member) => {
    const same = others.find(({ kind }) => kind === member.kind)
    return same === undefined ? member : mergeAlike(member, same, merge)
  })
  if (merged.includes(undefined)) return undefined
  const added = others.filter(({ kind }) => !membersOf(left).some((member) => member.kind === kind))
  return impliedOf([...merged.flatMap((member) => member ?? []), ...added])
}

const isOfKind = (value: string | number | boolean, { kind }: Shape): boolean =>
  (kind === 'text' && typeof value === 'string') || (kind === 'number' && typeof value === 'number')

/** A named shape that asks for all that the other one does stays what it is. */
const mergeNamed = (named: Shape, other: Shape, expand: Expand): Shape | undefined => {
  const full = expand(named)
  const merged = mergeShapes(other, full, expand)
  return merged !== undefined && identity(merged) === identity(full) ? named : merged
}

/** Members that nothing can meet are left out. */
const distribute = (
  shape: Shape & { kind: 'union' | 'tagged' },
  merge: (member: Shape) => Shape | undefined,
): Shape | undefined => {
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

const restrict = (shape: Enumeration, other: Shape): Shape | undefined =>
  restrictBy(shape, (value) => meetsShape(value, other), shape.isOpen && (other.kind !== 'enumeration' || other.isOpen))

const restrictBy = (
  { values }: Enumeration,
  meets: (value: string | number | boolean) => boolean,
  isOpen: boolean,
): Shape | undefined => {
  const kept = values.filter(meets)
  return kept.length === 0 ? undefined : { kind: 'enumeration', values: kept, isOpen }
}

/** Two shapes of one kind; `undefined` where they are of two. */
const mergeAlike = (left: Shape, right: Shape, merge: Merge): Shape | undefined => {
  if (left.kind === 'text' && right.kind === 'text') return mergeTexts(left, right)
  if (left.kind === 'number' && right.kind === 'number') return mergeNumbers(left, right)
  if (left.kind === 'array' && right.kind === 'array') return mergeArrays(left, right, merge)
  if (left.kind === 'object' && right.kind === 'object') return mergeObjects(left, right, merge)
  return left.kind === right.kind ? left : undefined
}

const lowest = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']
const highest = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']
const lists = ['formats', 'patterns', 'multiplesOf']

/** Both shapes with the narrower bound of each kind, and all that either lists. Implied is only what both imply. */
const narrower = <Kind extends Text | Numeric | ArrayShape | ObjectShape>(
  { isImplied: isLeft, ...left }: Kind,
  { isImplied: isRight, ...right }: Kind,
): Kind => {
  const merged: Record<string, unknown> = {
    ...left,
    ...right,
    ...(isLeft === true && isRight === true ? { isImplied: true } : {}),
  }
  const before: Record<string, unknown> = left
  const behind: Record<string, unknown> = right
  for (const [keywords, choose] of [
    [lowest, Math.min],
    [highest, Math.max],
  ] as const) {
    for (const keyword of keywords) {
      const bounds = [before[keyword], behind[keyword]].filter((bound) => typeof bound === 'number')
      if (bounds.length > 0) merged[keyword] = choose(...bounds)
    }
  }
  for (const keyword of lists) {
    const all: readonly unknown[] = [before[keyword], behind[keyword]].flatMap((list) => list ?? [])
    if (all.length > 0) merged[keyword] = [...new Set(all)]
  }
  return merged as unknown as Kind
}

const mergeTexts = (left: Text, right: Text): Text => narrower(left, right)

const mergeNumbers = (left: Numeric, right: Numeric): Numeric => ({
  ...narrower(left, right),
  isInteger: left.isInteger || right.isInteger,
})

const mergeArrays = (left: ArrayShape, right: ArrayShape, merge: Merge): Shape | undefined => {
  const items = merge(left.items, right.items)
  return items === undefined ? undefined : { ...narrower(left, right), items, isUnique: left.isUnique || right.isUnique }
}

const mergeObjects = (left: ObjectShape, right: ObjectShape, merge: Merge): Shape | undefined => {
  const properties = new Map<string, Property>(left.properties)
  for (const [name, property] of right.properties) {
    const before = properties.get(name)
    const shape = before === undefined ? property.shape : merge(before.shape, property.shape)
    if (shape === undefined) return undefined
    properties.set(name, { shape, documentation: { ...before?.documentation, ...property.documentation } })
  }
  return {
    ...narrower(left, right),
    properties,
    required: new Set([...left.required, ...right.required]),
    rest: mergeRest(left, right, merge),
  }
}

/** An object that names no member says nothing about which there may be; the base of an inheritance leaves that to its heirs. */
const mergeRest = (left: ObjectShape, right: ObjectShape, merge: Merge): ObjectShape['rest'] => {
  if (typeof left.rest === 'string' && typeof right.rest === 'string') {
    return left.rest === right.rest ? left.rest : left.rest === 'closed' || right.rest === 'closed' ? 'closed' : 'untyped'
  }
  if (typeof left.rest === 'string') return restOf(right, left.rest)
  if (typeof right.rest === 'string') return restOf(left, right.rest)
  return merge(left.rest, right.rest) ?? 'closed'
}

const restOf = ({ rest, properties }: ObjectShape, other: 'closed' | 'open' | 'untyped'): ObjectShape['rest'] =>
  typeof rest === 'object' && rest.kind === 'json' && properties.size === 0 ? other : rest
