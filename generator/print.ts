import { isRecord } from './json.ts'
import type { JsonRecord } from './json.ts'
import { isIdentifier } from './names.ts'

const WIDTH = 110

/** The text in single quotes. */
export const quote = (text: string): string => {
  const escaped = JSON.stringify(text).slice(1, -1)
  return `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/**
 * Code in which every control character, line separator, mark of direction and half of a surrogate pair is an escape. Strings keep
 * their value, no comment ends early or reads in another order than it is compiled, and a file is read back as it was written.
 */
export const visible = (code: string): string =>
  code
    .replaceAll('\r\n', '\n')
    .replaceAll(/(?![\t\n])[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu, escapeOf)

/** The text on one line, as `visible` writes it. */
export const onOneLine = (text: string): string => visible(text).replaceAll(/[\t\n]/g, escapeOf)

const escapeOf = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A property's name, in quotes where it needs them. */
export const propertyKey = (name: string): string => (isIdentifier(name) ? name : quote(name))

/** The text with every line but the first two spaces further to the right. */
export const indent = (text: string): string => text.replaceAll('\n', '\n  ')

/** Elements between brackets: on one line when they fit, else one line each. */
export const bracket = (open: string, elements: readonly string[], close: string): string => {
  if (elements.length === 0) return open + close
  const padding = open.endsWith('{') ? ' ' : ''
  const line = `${open}${padding}${elements.join(', ')}${padding}${close}`
  if (line.length <= WIDTH && !line.includes('\n')) return line
  return block(open, elements, close)
}

/** Elements between brackets, one line each. */
export const block = (open: string, elements: readonly string[], close: string): string =>
  [open, ...elements.map((element) => `  ${indent(element)},`), close].join('\n')

/** A JSON object as TypeScript, one line for each member. */
export const literalBlock = (value: JsonRecord): string => block('{', membersOf(value), '}')

/** A JSON value as TypeScript. Members that are `undefined` are left out. */
export const literal = (value: unknown): string => {
  if (typeof value === 'string') return quote(value)
  if (Array.isArray(value)) return bracket('[', value.map(literal), ']')
  if (!isRecord(value)) return JSON.stringify(value)
  return bracket('{', membersOf(value), '}')
}

const membersOf = (value: JsonRecord): readonly string[] =>
  Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `${propertyKey(name)}: ${literal(member)}`)

/** Words in rows of at most that width. */
export const fill = (words: readonly string[], width: number): readonly string[] => {
  const rows: string[] = []
  for (const word of words) {
    const row = rows.at(-1)
    if (row !== undefined && row.length + 1 + word.length <= width) rows[rows.length - 1] = `${row} ${word}`
    else rows.push(word)
  }
  return rows
}

/** A documentation comment of the paragraphs and tags; nothing when there are none. */
export const comment = (paragraphs: readonly string[], tags: readonly string[] = []): string => {
  const prose = paragraphs.map((text) => fill(text.split(' '), WIDTH).join('\n')).join('\n\n')
  const tagLines = tags.flatMap((tag) => (tag.startsWith('@param') ? fill(tag.split(' '), WIDTH) : tag.split('\n')))
  const lines = [...(prose === '' ? [] : prose.split('\n')), ...tagLines]
  const safe = lines.map((line) => line.trimEnd().replaceAll('*/', '*\\/'))
  if (safe.length === 0) return ''
  if (safe.length === 1) return `/** ${safe.join('')} */\n`
  return `/**\n${safe.map((line) => (line === '' ? ' *' : ` * ${line}`)).join('\n')}\n */\n`
}

/** A description as paragraphs, each on one line. */
export const paragraphsOf = (description: string | undefined): readonly string[] =>
  (description ?? '')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replaceAll(/\s*\n\s*/g, ' ').trim())
    .filter((text) => text !== '')

/** Code without its comments and literals. */
export const withoutTexts = (code: string): string =>
  code.replaceAll(/\/\*\*.*?\*\//gs, '').replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''")
