import { ConfigurationError, describeGiven, refuseOption } from '../error/configuration-error.ts'
import { MAX_ISSUES, type ValidationIssue, ValueValidationError } from '../error/validation-errors.ts'
import { callAndForget } from '../foundation/callback.ts'
import { assertShallow } from '../key/json.ts'

/** What a schema found. */
type Verdict =
  | { readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly message: string
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
      }[]
    }

/** A schema of any library that follows Standard Schema, version 1, such as zod, valibot or arktype. It has to validate synchronously: an asynchronous refinement of zod is refused, and zod leaves its rejection to the process. */
export interface ValueSchema {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => Verdict | Promise<Verdict>
  }
}

const ALLOWED = 'a Standard Schema of version 1'

/** @throws {ConfigurationError} for what is no schema */
export const checkSchema = (schema: ValueSchema | undefined): void => {
  const given: unknown = schema
  if (given === undefined) return
  const isObject = (typeof given === 'object' && given !== null) || typeof given === 'function'
  const standard: unknown = isObject && '~standard' in given ? given['~standard'] : undefined
  const isSchema =
    typeof standard === 'object' &&
    standard !== null &&
    'version' in standard &&
    standard.version === 1 &&
    'validate' in standard &&
    typeof standard.validate === 'function'
  if (!isSchema) throw refuseOption('schema', given, ALLOWED)
}

/** Whether a value of the shared tier meets the schema; one that the schema cannot judge does not. */
export const meets = (schema: ValueSchema, value: unknown): boolean => {
  try {
    return issuesOf(schema, value).length === 0
  } catch {
    return false
  }
}

/** @throws {ValueValidationError} where a loaded value breaks the schema; {ConfigurationError} where the schema answers with a promise */
export const checkValue = (schema: ValueSchema, value: unknown): void => {
  const issues = issuesOfLoaded(schema, value)
  if (issues.length > 0) throw new ValueValidationError(issues)
}

/** @throws {ConfigurationError} for what is no verdict at all */
const isPending = (verdict: Verdict | Promise<Verdict>): verdict is Promise<Verdict> => {
  const given: unknown = verdict
  if (typeof given !== 'object' || given === null)
    throw new ConfigurationError(`schema: expected one that answers with an object, got ${describeGiven(given)}`)
  return 'then' in given
}

/** @throws {SerializationError} for a value so deep that the schema ran out of stack; zod answers with a promise then */
const issuesOfLoaded = (schema: ValueSchema, value: unknown): readonly ValidationIssue[] => {
  try {
    return issuesOf(schema, value)
  } catch (cause) {
    assertShallow(value)
    throw cause
  }
}

const issuesOf = (schema: ValueSchema, value: unknown): readonly ValidationIssue[] => {
  const verdict = schema['~standard'].validate(value)
  if (isPending(verdict)) {
    callAndForget(() => verdict)
    throw new ConfigurationError('schema: expected one that validates synchronously, got a promise')
  }
  return (verdict.issues ?? [])
    .slice(0, MAX_ISSUES + 1)
    .map(({ path = [], message }) => ({ path: path.reduce<string>(below, '$'), message }))
}

const below = (path: string, step: PropertyKey | { readonly key: PropertyKey }): string => {
  const key = typeof step === 'object' ? step.key : step
  return typeof key === 'number' ? `${path}[${key}]` : `${path}.${String(key)}`
}
