import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ValidateFunction } from 'ajv/dist/2020.js'
import * as formats from 'ajv-formats'
import { parse } from 'yaml'
import { recordOf } from '../../../../generator/json.ts'
import type { JsonRecord } from '../../../../generator/json.ts'
import { isConfigurationError } from '../../../../src/error/configuration-error.ts'
import { createBuilders } from '../../../../src/testing/build/builders.ts'
import { Dice, RandomOverride } from './random-override.ts'

/** One override in so many values of a field is a mistake, in every second override. */
const MISTAKES = 12

/** What became of random overrides. */
export interface Outcome {
  readonly schemas: ReadonlySet<string>
  accepted: number
  refused: number
  /** Overrides for which the law does not hold, and why. */
  readonly violations: string[]
}

const readDocument = (name: string): JsonRecord =>
  recordOf(parse(readFileSync(new URL(`../../../../openapi/${name}.yaml`, import.meta.url), 'utf8')))

/** Every schema with fields, and the builders of its values: an answer, a request, or both. */
const subjects = () => {
  const { mes, crm } = createBuilders({ now: () => new Date('2026-03-01T10:00:00Z') })
  const ajv = new Ajv2020({ strict: false })
  formats.default.default(ajv)
  return Object.entries({ mes, crm }).flatMap(([api, group]) => {
    const root = readDocument(api)
    const { components } = root
    ajv.addSchema({ $id: api, components }).addSchema({ ...recordOf(withoutEnumerations({ components })), $id: `${api}-later` })
    const validatorOf = (document: string, name: string): ValidateFunction => {
      const validate = ajv.getSchema(`${document}#/components/schemas/${name}`)
      if (validate === undefined) throw new TypeError(`expected a schema ${name}, got none`)
      return validate
    }
    return Object.entries(recordOf(recordOf(components)['schemas']))
      .filter(([, schema]) => 'properties' in recordOf(schema) || 'allOf' in recordOf(schema))
      .map(([name, schema]) => {
        const own = name.slice(0, 1).toLowerCase() + name.slice(1)
        const names = [own, `${own}Input`].filter((one) => Object.hasOwn(group, one))
        const builders = names.map((one) => ({
          isAnswer: one === own,
          build: Reflect.get(group, one) as (override: unknown) => unknown,
        }))
        return {
          name: `${api}.${name}`,
          root,
          schema,
          builders,
          strict: validatorOf(api, name),
          open: validatorOf(`${api}-later`, name),
          ajv,
        }
      })
  })
}

/** The API may add values to the enumerations of its answers at any time. */
const withoutEnumerations = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(withoutEnumerations)
  return typeof node === 'object' && node !== null
    ? Object.fromEntries(
        Object.entries(node)
          .filter(([name]) => name !== 'enum')
          .map(([name, part]) => [name, withoutEnumerations(part)]),
      )
    : node
}

/** The first field of an override that the built value does not have, `undefined` where it has all. */
const lost = (override: unknown, built: unknown, path = 'override'): string | undefined => {
  if (typeof override !== 'object' || override === null) return Object.is(override, built) ? undefined : path
  return Object.entries(override)
    .map(([name, value]) =>
      lost(
        value,
        recordOf(built)[name] ?? (Array.isArray(built) ? (built[Number(name)] as unknown) : recordOf(built)[name]),
        `${path}.${name}`,
      ),
    )
    .find((place) => place !== undefined)
}

/**
 * The law of the builders: a builder refuses an override, or ajv accepts what it builds by the schema of the document, and every
 * given field is in it. An override without a mistake is never refused.
 */
export const checkBuilders = (count: number, seed: number): Outcome => {
  const all = subjects()
  const outcome: Outcome = {
    schemas: new Set(all.flatMap(({ name, builders }) => (builders.length === 0 ? [] : [name]))),
    accepted: 0,
    refused: 0,
    violations: [],
  }
  for (const { name, builders } of all) if (builders.length === 0) outcome.violations.push(`${name}: no builder`)
  const dice = new Dice(seed)
  for (let index = 0; index < count; index++) {
    const subject = all[index % all.length]
    if (subject === undefined || subject.builders.length === 0) continue
    const random = new RandomOverride(subject.root, dice, index % 2 === 0 ? MISTAKES : Infinity)
    const override = random.of(subject.schema)
    const violation = judge(outcome, subject, dice.pick(subject.builders), override, random.hasMistake)
    if (violation !== undefined) outcome.violations.push(`${subject.name} ${show(override)}: ${violation}`)
  }
  return outcome
}

const judge = (
  outcome: Outcome,
  { strict, open, ajv }: Subject,
  { isAnswer, build }: Subject['builders'][number],
  override: unknown,
  hasMistake: boolean,
): string | undefined => {
  try {
    const value = build(override)
    outcome.accepted++
    const validate = isAnswer && hasMistake ? open : strict
    // What is sent is its JSON.
    if (!validate(JSON.parse(JSON.stringify(value)))) return ajv.errorsText(validate.errors)
    return lost(override, value)
  } catch (error) {
    outcome.refused++
    if (!isConfigurationError(error)) return `threw ${String(error)}`
    return hasMistake ? undefined : `refused: ${error.message}`
  }
}

type Subject = ReturnType<typeof subjects>[number]

const show = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) =>
    part === undefined ? 'undefined' : typeof part === 'bigint' ? `${part}n` : part,
  )
