import { type Answer, isSuccess } from './answer.ts'
import { REDACTED } from './redaction.ts'
import type { Credentials } from './transport.ts'

/** Replaces what a text repeats of secrets. */
export type Hide = (text: string) => string

/** A text that begins as a long token does is taken for it, up to the next blank or quote: a pattern of all of it would be slow. */
const START = 64
/** Names that HTML and XML have for characters. */
const ENTITIES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }

/**
 * The way to hide secrets, however a server has encoded them: character by character (percent, form, JSON, HTML), and all of that in
 * Base64 or hexadecimal digits, next to whatever else.
 */
export const hiding = (secrets: readonly string[], shown = REDACTED): Hide => {
  const longestFirst = [...new Set(secrets)].filter(Boolean).toSorted((one, other) => other.length - one.length)
  if (longestFirst.length === 0) return (text) => text
  const plain = new RegExp(longestFirst.map(patternOf).join('|'), 'g')
  // Base64, Base64 for URLs, or hexadecimal digits, as long as the shortest secret takes.
  const run = new RegExp(
    String.raw`[\w+/-]{${Math.floor((Math.min(START, ...longestFirst.map((secret) => Buffer.byteLength(secret))) * 4) / 3)},}`,
    'g',
  )
  const hidePlain = (text: string): string => text.replace(plain, shown)
  return (text) =>
    hidePlain(text).replace(run, (one) => (decodingsOf(one).some((decoded) => hidePlain(decoded) !== decoded) ? shown : one))
}

/** Either may begin anywhere in a run: the characters before it may be of its alphabet too. Bytes are read as Latin-1. */
const decodingsOf = (run: string): readonly string[] =>
  [
    ...[0, 1, 2, 3].map((first) => Buffer.from(run.slice(first), 'base64')),
    ...(run.match(/[\da-f]{12,}/gi) ?? []).flatMap((digits) => [0, 1].map((first) => Buffer.from(digits.slice(first), 'hex'))),
  ].map((bytes) => bytes.toString('latin1'))

/** A copy of what a server has said, without the secrets in its texts and its names. */
export const hideIn = (value: unknown, hide: Hide): unknown => {
  if (typeof value === 'string') return hide(value)
  if (Array.isArray(value)) return value.map((one: unknown) => hideIn(one, hide))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [hide(name), hideIn(one, hide)]))
}

/** Shorter credentials stand in many a text by chance. */
const SHORTEST_CREDENTIAL = 6

const known = new WeakMap<Credentials, Hide>()

/** The answer as observers and errors may see it: a server may repeat what proves who asked. The body of a success is its caller's. */
export const withoutSecrets = (answer: Answer, credentials: Credentials): Answer => {
  const hide = known.get(credentials) ?? hiding(secretsOf(credentials))
  known.set(credentials, hide)
  const { body, bytes, headers, status, statusText } = answer
  const head = {
    ...answer,
    statusText: hide(statusText),
    headers: new Headers([...headers].map(([name, value]) => [name, hide(value)])),
  }
  if (isSuccess(status) || typeof body !== 'string') return head
  const shown = hide(body)
  return { ...head, body: shown, bytes: shown === body ? bytes : new TextEncoder().encode(shown) }
}

/** The secrets of credentials: an API key, a token, a password. */
const secretsOf = ({ headers, query }: Credentials): readonly string[] =>
  [...Object.values(headers).flatMap(secretsOfHeader), ...Object.values(query)].filter(
    ({ length }) => length >= SHORTEST_CREDENTIAL,
  )

const secretsOfHeader = (value: string): readonly string[] => {
  const [, scheme, sent = value] = /^(Basic|Bearer) (.*)$/.exec(value) ?? []
  const decoded = scheme === 'Basic' ? Buffer.from(sent, 'base64').toString() : ''
  return [sent, decoded.slice(decoded.indexOf(':') + 1)]
}

/** A pattern of a secret of which each character may be encoded in its own way. */
const patternOf = (secret: string): string => {
  const characters = Array.from(secret)
  const isCut = characters.length > START && !/\s/.test(secret)
  return `${(isCut ? characters.slice(0, START) : characters).map(patternOfCharacter).join('')}${isCut ? String.raw`[^\s\\"'<>]*` : ''}`
}

const patternOfCharacter = (character: string): string => {
  const bytes = [...Buffer.from(character)].map((byte) => `%(?:25){0,2}${anyCase(byte.toString(16).padStart(2, '0'))}`).join('')
  const units = character
    .split('')
    .map((unit) => String.raw`\\{1,16}u${anyCase(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`)
    .join('')
  const code = character.codePointAt(0) ?? 0
  const entities = [`#0{0,4}${code}`, `#[xX]0{0,4}${anyCase(code.toString(16))}`, ...[ENTITIES[character] ?? []].flat()]
  const [plain, latin1] = [character, Buffer.from(character).toString('latin1')].map((one) =>
    one.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`),
  )
  return `(?:${[String.raw`\\{0,15}${plain}`, ...(latin1 === plain ? [] : [latin1]), bytes, units, `&(?:${entities.join('|')});`, ...(character === ' ' ? [String.raw`\+`] : [])].join('|')})`
}

const anyCase = (hex: string): string => hex.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)

/** Shorter parts of an address stand in many a text by chance. */
const SHORTEST_ADDRESS_PART = 8

/** A copy of what an API or a storage has said, without what it repeats of an address that is not to be shown. */
export const hideAddress = <Said>(said: Said, address: string): Said => {
  const { href, pathname, search, searchParams } = new URL(address)
  const values = [
    ...searchParams.values(),
    ...search
      .slice(1)
      .split('&')
      .map((one) => one.slice(one.indexOf('=') + 1)),
  ]
  const secrets = [href, `${pathname}${search}`, search, ...values].filter(({ length }) => length >= SHORTEST_ADDRESS_PART)
  return hideIn(said, hiding(secrets)) as Said
}
