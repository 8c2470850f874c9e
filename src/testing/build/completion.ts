import { ConfigurationError, describeGiven } from '../../error/configuration-error.ts'
import { findUnkept } from '../../key/json.ts'
import { expectedFormat, expectedOf, type Blueprints, type Field, type Fields, type Source } from './blueprint.ts'
import { DEFAULT, isObject, mergeGiven, type Given } from './override.ts'
import { issueText } from './issue-text.ts'
import type { Serials } from './serials.ts'

const HOUR_MS = 3_600_000

/** Instants that lie ahead of the present; every other one is the present. */
const AHEAD_MS: Readonly<Record<string, number>> = {
  promisedAt: 21 * 24 * HOUR_MS,
  validUntil: 7 * 24 * HOUR_MS,
  expiresAt: HOUR_MS,
}

/** Fields that follow from those of an override: an order that was shipped has an assignee. */
export type Implications = Readonly<Record<string, (given: Given) => Given>>

/** What all values of one API are completed with. */
export interface CompletionContext {
  readonly api: string
  readonly blueprints: Blueprints
  readonly implications: Implications
  readonly serials: Serials
  readonly now: () => Date
}

/** Where a field is, for messages, and the number of the value that it belongs to. */
interface Place {
  readonly path: string
  readonly name: string
  readonly number: number
}

/**
 * Completes an override to a value that its schema accepts.
 *
 * @throws {ConfigurationError} that names every wrong field, what was given and what is allowed
 */
export const complete = (context: CompletionContext, name: string, override: unknown): unknown => {
  const path = `${context.api}.${name}`
  const completion = new Completion(context)
  const value = completion.named(name, override, { path, name, number: 0 })
  if (completion.faults.length > 0) throw new ConfigurationError(completion.faults.join('; '))
  const checked = context.blueprints[name]?.schema.safeParse(value)
  if (checked?.success === false)
    throw new ConfigurationError(checked.error.issues.map((issue) => issueText(issue, path, value)).join('; '))
  return value
}

class Completion {
  readonly faults: string[] = []
  readonly #context: CompletionContext
  readonly #now: number

  constructor(context: CompletionContext) {
    this.#context = context
    this.#now = context.now().getTime()
  }

  /** A value of a named schema. One that has an id of its own has a number of its own. */
  named(name: string, given: unknown, place: Place): unknown {
    const { blueprints, implications, serials } = this.#context
    const fields = blueprints[name]?.fields
    if (fields === undefined) throw new TypeError(`no blueprint is called ${name}`)
    if (given !== undefined && !isObject(given)) return this.#refuse(place.path, 'an object', given)
    const override = given ?? {}
    this.#refuseMisspelt(fields, override, place.path)
    const id = override['id']
    if (typeof id === 'string') serials.take(id)
    const own = fields['id']
    const serial = own !== undefined && 'serial' in own ? own : undefined
    const number =
      serial === undefined ? place.number || serials.next(name) : serials.next(serial.serial, (next) => serialText(serial, next))
    return this.#object(fields, mergeGiven(implications[name]?.(override) ?? {}, override), { ...place, name, number })
  }

  #object(fields: Fields, given: Given, { path, name: kind, number }: Place): unknown {
    const known = Object.entries(fields).flatMap(([name, field]) => {
      const place = { path: `${path}.${name}`, name: `${kind}.${name}`, number }
      const value = Object.hasOwn(given, name) ? this.#given(field, given[name], place) : this.#missing(field, place)
      return value === undefined ? [] : [[name, value] as const]
    })
    const unknown = Object.entries(given).flatMap(([name, value]) =>
      Object.hasOwn(fields, name) || value === undefined ? [] : [[name, this.#unknown(value, `${path}.${name}`)] as const],
    )
    return Object.fromEntries([...known, ...unknown])
  }

  #missing(field: Field, place: Place): unknown {
    if (field.optional === true) return undefined
    return field.empty === true ? null : this.#default(field, place)
  }

  #given(field: Field, value: unknown, place: Place): unknown {
    if (value === DEFAULT) return this.#default(field, place)
    if (value === undefined) {
      if (field.optional === true) return undefined
      const instead =
        field.nullable === true
          ? 'Give null where there is none, or leave it out of the override for a default'
          : 'It is always present: leave it out of the override for a default'
      return this.#refuse(place.path, expectedOf(field), value, instead)
    }
    if (value !== null) return this.#value(field, value, place, expectedOf(field))
    if (field.nullable === true) return null
    const instead =
      field.optional === true
        ? 'It is absent instead of null: give undefined to leave it out'
        : 'It is always present and never null'
    return this.#refuse(place.path, expectedOf(field), value, instead)
  }

  #value(source: Source, value: unknown, place: Place, expected: string): unknown {
    if ('list' in source)
      return Array.isArray(value) ? this.#list(source.list, value, place) : this.#refuse(place.path, expected, value)
    if ('of' in source || 'fields' in source || 'map' in source) {
      if (!isObject(value)) return this.#refuse(place.path, expected, value)
      if ('of' in source) return this.named(source.of, value, place)
      return 'fields' in source ? this.#object(source.fields, value, place) : this.#map(source.map, value, place)
    }
    if ('value' in source && source.value === null) return this.#unknown(value, place.path)
    if (typeof value === ('value' in source ? typeof source.value : 'string')) {
      const wanted = 'value' in source ? expectedFormat(source.format, value) : undefined
      return wanted === undefined ? value : this.#refuse(place.path, wanted, value)
    }
    return this.#refuse(place.path, expected, value, value instanceof Date ? 'Give date.toISOString()' : undefined)
  }

  #list(source: Source, values: readonly unknown[], place: Place): unknown {
    return Array.from(values, (value, index) =>
      this.#given(source, value, { ...place, path: `${place.path}.${index}`, number: 0 }),
    )
  }

  #map(source: Source, values: Given, place: Place): unknown {
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        this.#given(source, value, { ...place, path: `${place.path}.${name}` }),
      ]),
    )
  }

  #default(source: Source, place: Place): unknown {
    if ('of' in source) return this.named(source.of, undefined, place)
    if ('fields' in source) return this.#object(source.fields, {}, place)
    if ('list' in source) return [this.#default(source.list, { ...place, number: 0 })]
    if ('map' in source) return {}
    if ('serial' in source) return serialText(source, place.number)
    if ('digest' in source) return this.#context.serials.digest(`${place.name} ${place.number}`)
    if ('instant' in source)
      return new Date(this.#now + (AHEAD_MS[place.name.slice(place.name.lastIndexOf('.') + 1)] ?? 0)).toISOString()
    return source.value
  }

  /** A field that the document does not name: the client accepts it as long as JSON can hold it. */
  #unknown(value: unknown, path: string): unknown {
    const unkept = findUnkept(value)
    // A copy of this realm, which `structuredClone` does not make in Jest.
    return unkept === undefined
      ? (JSON.parse(JSON.stringify(value)) as unknown)
      : this.#refuse(path, 'a JSON value', value, unkept.message)
  }

  /** A field that the document does not name is kept. One that is nearly the name of another field was meant to be that one. */
  #refuseMisspelt(fields: Fields, override: Given, path: string): void {
    for (const name of Object.keys(override)) {
      if (Object.hasOwn(fields, name)) continue
      const meant = Object.keys(fields).find((field) => !Object.hasOwn(override, field) && isMisspelt(name, field))
      if (meant !== undefined)
        this.faults.push(`${path}.${name}: expected a field of ${path}, got "${name}". Did you mean "${meant}"?`)
    }
  }

  #refuse(path: string, expected: string, given: unknown, instead?: string): undefined {
    this.faults.push(`${path}: expected ${expected}, got ${describeGiven(given)}${instead === undefined ? '' : `. ${instead}`}`)
  }
}

const serialText = ({ serial, digits }: { readonly serial: string; readonly digits: number }, number: number): string =>
  serial + String(number).padStart(digits, '0')

/** Whether a name differs from another one by case alone, by one letter, or by two letters that changed places. */
const isMisspelt = (name: string, field: string): boolean => {
  const [one, other] = [name.toLowerCase(), field.toLowerCase()]
  const start = [...one].findIndex((letter, index) => letter !== other[index])
  if (start === -1) return other.length - one.length <= 1
  const [rest, otherRest] = [one.slice(start), other.slice(start)]
  return (
    rest.slice(1) === otherRest.slice(1) ||
    rest.slice(1) === otherRest ||
    rest === otherRest.slice(1) ||
    `${rest[1] ?? ''}${rest[0] ?? ''}${rest.slice(2)}` === otherRest
  )
}
