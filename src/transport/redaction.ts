import { unescapeStep } from '../foundation/json-text.ts'

/** What is shown in place of something that is not. */
export const REDACTED = '[redacted]'

/** Headers that carry credentials in themselves, in lower case. */
const CREDENTIALS = ['authorization', 'proxy-authorization', 'x-api-key', 'cookie', 'set-cookie'] as const

/** Names of headers, in lower case, whose values are not shown: those of credentials, and the given ones. */
export const hiddenHeaders = (names: readonly string[] = []): ReadonlySet<string> =>
  new Set([...CREDENTIALS, ...names.map((name) => name.toLowerCase())])

/** Whether a header carries credentials. */
export const isCredentialHeader = (name: string): boolean => (CREDENTIALS as readonly string[]).includes(name.toLowerCase())

/** Headers as they may be shown. `places` may name further ones: `/header/X-Secret`. */
export const redactHeaders = (
  headers: Headers,
  hidden: ReadonlySet<string>,
  places: readonly string[] = [],
): Readonly<Record<string, string>> => {
  const further = new Set(
    places
      .filter((place) => place.startsWith('/header/'))
      .map((place) => unescapeStep(place.slice('/header/'.length)).toLowerCase()),
  )
  return Object.fromEntries(
    [...headers].map(([name, value]) => [name, hidden.has(name) || further.has(name) ? REDACTED : shownValue(name, value)]),
  )
}

/** What follows the path of a location may give access to it. */
const shownValue = (name: string, value: string): string =>
  name === 'location' ? value.replace(/[?#].*$/s, `?${REDACTED}`) : value

/** A copy of the message of which the places, JSON pointers with `*` for every element, are replaced. */
export const redactPlaces = <Message>(message: Message, places: readonly string[] = []): Message =>
  places.reduce<Message>((shown, place) => hide(shown, place.split('/').slice(1).map(unescapeStep)) as Message, message)

const hide = (value: unknown, [segment, ...rest]: readonly string[]): unknown => {
  if (value === undefined) return undefined
  if (segment === undefined) return REDACTED
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value))
    return value.map((one: unknown, index) => (segment === '*' || segment === String(index) ? hide(one, rest) : one))
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, segment === '*' || segment === name ? hide(one, rest) : one]),
  )
}
