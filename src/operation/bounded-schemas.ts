import { z } from 'zod'
import { MAX_ISSUES } from '../error/validation-errors.ts'
import { canonicalJson } from '../key/canonical.ts'

/**
 * Schemas of containers that have any number of members. zod's own schemas collect the issues of every member, and each issue costs
 * microseconds: a list of a million broken rows would block the process for seconds. These look at one member after the other, and
 * stop behind the one with which more issues are known than an error shows.
 */

/** A schema of a list. */
export const arrayOf = <Element extends z.core.SomeType>(element: Element): z.ZodArray<Element> =>
  new BoundedArray({ type: 'array', element: element as unknown as z.core.$ZodType }) as unknown as z.ZodArray<Element>

/** A schema of an object whose members all have one schema, whatever they are called. */
export const recordOf = <Value extends z.core.SomeType>(value: Value): z.ZodRecord<z.ZodString, Value> =>
  new BoundedRecord({
    type: 'record',
    keyType: z.string(),
    valueType: value as unknown as z.core.$ZodType,
  }) as unknown as z.ZodRecord<z.ZodString, Value>

/** A schema of an object with known members, whose other members all have one schema. */
export const openObject = <Shape extends z.core.$ZodLooseShape, Rest extends z.core.SomeType>(
  shape: Shape,
  rest: Rest,
): z.ZodObject<z.core.util.Writeable<Shape>, z.core.$catchall<Rest>> => {
  const known: ReadonlySet<string> = new Set(Object.keys(shape))
  const schema = rest as unknown as z.core.$ZodType
  return z.looseObject(shape).check(({ value, issues }) => {
    const context = { async: false }
    for (const name of Object.keys(value)) {
      if (known.has(name)) continue
      const found = run(schema, value[name], context).issues
      if (found.length > 0 && isEnough(issues, name, found)) return
    }
  }) as unknown as z.ZodObject<z.core.util.Writeable<Shape>, z.core.$catchall<Rest>>
}

const BoundedArray = z.core.$constructor<z.ZodArray, z.core.$ZodArrayDef>('BoundedArray', (schema, definition) => {
  z.ZodArray.init(schema, definition)
  const refuse = schema._zod.parse
  schema._zod.parse = (payload, context) => {
    const input: unknown = payload.value
    if (!Array.isArray(input)) return refuse(payload, context)
    const output = allocate(schema, payload, Array<unknown>(input.length), context)
    payload.value = output
    for (let index = 0; index < input.length; index++) {
      const found = run(definition.element, input[index], context)
      output[index] = found.value
      if (found.issues.length > 0 && isEnough(payload.issues, index, found.issues)) break
    }
    return payload
  }
})

const BoundedRecord = z.core.$constructor<z.ZodRecord, z.core.$ZodRecordDef>('BoundedRecord', (schema, definition) => {
  z.ZodRecord.init(schema, definition)
  const refuse = schema._zod.parse
  schema._zod.parse = (payload, context) => {
    const input: unknown = payload.value
    if (!z.core.util.isPlainObject(input)) return refuse(payload, context)
    const output: Record<string, unknown> = allocate(schema, payload, {}, context)
    payload.value = output
    for (const name of Object.keys(input)) {
      // Assigned to, it would replace the prototype.
      if (name === '__proto__') continue
      const found = run(definition.valueType, input[name], context)
      output[name] = found.value
      if (found.issues.length > 0 && isEnough(payload.issues, name, found.issues)) break
    }
    return payload
  }
})

/** Lets zod know what a value becomes, so that it finds a value within itself. */
const allocate = <Output extends object>(
  schema: z.core.$ZodType,
  payload: z.core.ParsePayload,
  output: Output,
  context: z.core.ParseContextInternal,
): Output => z.core.globalConfig.memoizer?.alloc(schema, payload, output, context) ?? output

const run = (schema: z.core.$ZodType, value: unknown, context: z.core.ParseContextInternal): z.core.ParsePayload => {
  const found = schema._zod.run({ value, issues: [] }, context)
  if (found instanceof Promise) throw new z.core.$ZodAsyncError()
  return found
}

/** Adds what is wrong with a member. Whether the others need not be looked at: the value is refused, and that is all they could change. */
const isEnough = (issues: z.core.$ZodRawIssue[], name: PropertyKey, found: z.core.$ZodRawIssue[]): boolean => {
  issues.push(
    ...z.core.util
      .prefixIssues(name, found)
      .slice(0, MAX_ISSUES + 1)
      .map(withoutDepth),
  )
  issues.splice(MAX_ISSUES + 1)
  return issues.length > MAX_ISSUES
}

/** An issue of a union has those of its members, which may have those of theirs; an error shows none of the latter. */
const withoutDepth = (issue: z.core.$ZodRawIssue): z.core.$ZodRawIssue => {
  if (issue.code !== 'invalid_union' || !Array.isArray(issue['errors'])) return issue
  const members = issue['errors'] as z.core.$ZodIssue[][]
  const errors = members.map((one) =>
    one.slice(0, MAX_ISSUES).map((inner) => ('errors' in inner ? { ...inner, errors: [] } : inner)),
  )
  return Object.assign(issue, { errors })
}

/** Whether no two elements of a list mean the same, as JSON does. */
export const areDistinct = (items: readonly unknown[]): boolean => new Set(items.map(meaningOf)).size === items.length

/** Bytes mean themselves. */
const meaningOf = (item: unknown): unknown => {
  if (typeof item === 'string') return JSON.stringify(item)
  if (!Array.isArray(item) && !z.core.util.isPlainObject(item)) return item
  try {
    return canonicalJson(item)
  } catch {
    return item
  }
}
