import { z } from 'zod'
import { DURATION_FORMS, type Duration, parseDuration } from '../foundation/duration.ts'
import { ConfigurationError, describeGiven } from './configuration-error.ts'

/**
 * Options whose values may hold credentials, so that messages do not repeat them, nor a text in place of several options, such
 * as a URL.
 */
const SECRET = /redis|auth|apiKey|bearer|password|token/i

/** A duration option; the parsed value is in milliseconds. */
export const durationOption = (): z.ZodType<number, Duration> =>
  z
    .custom<Duration>((value) => parseDuration(value) !== undefined, DURATION_FORMS)
    .transform((value) => parseDuration(value) ?? 0)

/**
 * The options, checked and completed by their schema's defaults.
 *
 * @throws {ConfigurationError} that names every wrong option, what was given and what is allowed
 */
export const parseOptions = <Schema extends z.ZodType>(schema: Schema, given: unknown, prefix = ''): z.output<Schema> => {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new ConfigurationError(parsed.error.issues.map((issue) => describeIssue(issue, given, prefix)).join('; '))
}

const describeIssue = (issue: z.core.$ZodIssue, given: unknown, prefix: string): string => {
  if (issue.code === 'unrecognized_keys') {
    return `${[prefix, ...issue.path].filter(Boolean).join('.') || 'options'}: unknown option ${issue.keys.map((key) => `"${key}"`).join(', ')}`
  }
  const name = [prefix, ...issue.path.map(String)].filter(Boolean).join('.') || 'options'
  const value = issue.path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part], given)
  const isHidden = SECRET.test(name) || (issue.code === 'invalid_type' && issue.expected === 'object')
  const shown = isHidden && typeof value === 'string' ? `a text of ${value.length} characters` : describeGiven(value)
  return `${name}: expected ${issue.message.replace(/^Invalid input: expected /, '').replace(/, received .*$/, '')}, got ${shown}`
}

/** Refuses an option that is there but says nothing, such as an environment variable that was not set. */
export const refuseEmpty = (given: object, names: readonly string[], prefix = ''): void => {
  for (const name of names) {
    if (!Object.hasOwn(given, name)) continue
    const value: unknown = (given as Readonly<Record<string, unknown>>)[name]
    if (value !== undefined && value !== null && value !== '') continue
    const path = [prefix, name].filter(Boolean).join('.')
    throw new ConfigurationError(
      `${path}: expected a value, got ${JSON.stringify(value) ?? 'undefined'}; leave the option out instead`,
    )
  }
}
