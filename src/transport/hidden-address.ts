import { REDACTED } from './redaction.ts'

/** Shorter ones stand in many a text by chance. */
const SHORTEST_SECRET = 8

/** A copy of what an API or a storage has said, without what it repeats of an address that is not to be shown. */
export const hideAddress = <Said>(said: Said, address: string): Said => {
  const { href, pathname, search, searchParams } = new URL(address)
  const values = [...searchParams.values(), ...search.slice(1).split('&').map((one) => one.slice(one.indexOf('=') + 1))]
  const secrets = [href, `${pathname}${search}`, search, ...values].filter(({ length }) => length >= SHORTEST_SECRET)
  return secrets.length === 0 ? said : replaceIn(said, secrets.toSorted((one, other) => other.length - one.length)) as Said
}

const replaceIn = (value: unknown, secrets: readonly string[]): unknown => {
  if (typeof value === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, REDACTED), value)
  if (Array.isArray(value)) return value.map((one: unknown) => replaceIn(one, secrets))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaceIn(one, secrets)]))
}
