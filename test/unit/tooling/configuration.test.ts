import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findContradictions } from '../../../scripts/contradictions.ts'
import { readDeclarations } from '../../../scripts/option-declaration.ts'
import { rulesOf } from '../../../scripts/option-schema.ts'
import { durationOption } from '../../../src/error/options.ts'

const declared = `interface Options {
  /** Where it is. */
  readonly url: string
  /** How long. Default \`30s\`. */
  readonly limit?: Duration
  /** Bounds. */
  readonly bounds?: {
    /** How much. An integer >= 1, default 64 MiB. */
    readonly bytes?: number
    /** How many. Default 10,000. */
    readonly count?: number
  }
}`
const ALLOWED = 'an integer >= 1'
const bounds = {
  bytes: z
    .int(ALLOWED)
    .min(1, ALLOWED)
    .default(64 * 1024 * 1024),
  count: z.int(ALLOWED).min(1, ALLOWED).default(10_000),
}
const shape = {
  url: z.string('a URL'),
  limit: durationOption()
    .refine((milliseconds) => milliseconds > 0, 'a duration above nothing, whatever its form may be, for this test')
    .default(30_000),
  bounds: z.strictObject(bounds).prefault({}),
}

const check = (code: string, options: z.core.$ZodLooseShape): readonly string[] =>
  findContradictions('Options', readDeclarations(code).get('Options')?.options ?? [], rulesOf(z.strictObject(options)))

describe('The configuration reference', () => {
  test('finds nothing to say where declarations and schema agree', () => {
    expect(check(declared, shape)).toEqual([])
  })

  test.each([
    [
      'a default that differs',
      declared,
      { ...shape, limit: shape.limit.unwrap().default(10_000) },
      'Options.limit: the default is `10s`, and its declaration says `30s`',
    ],
    [
      'a default inside that differs',
      declared,
      { ...shape, bounds: z.strictObject({ ...bounds, count: bounds.count.unwrap().default(5) }).prefault({}) },
      'Options.bounds.count: the default is 5, and its declaration says 10,000',
    ],
    [
      'a default that is not told',
      declared.replace(', default 64 MiB', ''),
      shape,
      'Options.bounds.bytes: the default is 64 MiB, and its declaration says none',
    ],
    [
      'an option without a word',
      declared.replace('/** How many. Default 10,000. */', ''),
      { ...shape, bounds: z.strictObject({ ...bounds, count: z.int().optional() }).prefault({}) },
      'Options.bounds.count: its declaration says nothing about it',
    ],
    [
      'an option that the schema refuses',
      declared,
      { url: shape.url, limit: shape.limit },
      'Options.bounds: declared, and refused by the schema',
    ],
    [
      'an option inside that is not declared',
      declared,
      { ...shape, bounds: z.strictObject({ ...bounds, more: z.string().optional() }).prefault({}) },
      'Options.bounds.more: taken by the schema, and not declared',
    ],
    [
      'a required option that is declared as optional',
      declared.replace('url:', 'url?:'),
      shape,
      'Options.url: its declaration and its schema differ in whether it is required',
    ],
  ])('names %s', (_, code, options, said) => {
    expect(check(code, options)).toContain(said)
  })

  test('takes what is allowed from the error that names every bound', () => {
    const rules = rulesOf(z.strictObject(shape))
    expect(rules.get('limit')?.allowed).toMatch(/^a duration above nothing/)
    expect(rules.get('url')).toMatchObject({ allowed: 'a URL', isRequired: true, byDefault: undefined })
    expect(rules.get('bounds')?.inside.get('bytes')).toMatchObject({ allowed: ALLOWED, byDefault: 64 * 1024 * 1024 })
  })
})
