import type { z } from 'zod'
import { describeGiven } from '../../error/configuration-error.ts'

type Issue = z.core.$ZodIssue

/** What a schema says about a value, as `field: expected X, got Y`. */
export const issueText = (issue: Issue, name: string, root: unknown): string => {
  const field = [name, ...issue.path.map(String)].join('.')
  if (issue.code === 'unrecognized_keys')
    return `${field}: expected only known fields, got ${issue.keys.map((key) => `"${key}"`).join(', ')}`
  return `${field}: expected ${allowedBy(issue)}, got ${describeGiven(valueAt(root, issue.path))}`
}

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, step) => (at as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[step], root)

const allowedBy = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return types[issue.expected] ?? issue.expected
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}`
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue.origin)}`
    case 'invalid_format':
      return issue.format === 'regex'
        ? `a string that matches ${issue.pattern ?? 'its pattern'}`
        : (formats[issue.format] ?? issue.format)
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`
    case 'unrecognized_keys':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return issue.message.replace(/^(?:Invalid input: )?expected /, '').replace(/^must not repeat a value$/, 'distinct elements')
  }
}

const types: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a finite number',
  int: 'an integer',
  boolean: 'a boolean',
  object: 'an object',
  array: 'an array',
  null: 'null',
  record: 'an object',
}

const formats: Readonly<Record<string, string>> = {
  url: 'a URL',
  email: 'an e-mail address',
  date: 'a date such as 2025-03-02',
  uuid: 'a UUID',
}

const unitOf = (origin: string): string => (origin === 'string' ? ' characters' : origin === 'array' ? ' elements' : '')
