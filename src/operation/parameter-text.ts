/** How a parameter is written. Defaults: `simple` in paths and headers, `form` in queries and cookies. */
export interface Serialization {
  readonly style?: 'simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject' | 'json'
  /** Whether elements and members are written one by one. Default: in `form` and `deepObject`. */
  readonly explode?: boolean
  /** Whether reserved characters such as `/` stay as they are. Default: they are escaped. */
  readonly allowReserved?: boolean
}

type Escape = (text: string) => string

const RESERVED = /%(?:3A|2F|3F|23|5B|5D|40|21|24|26|27|28|29|2A|2B|2C|3B|3D)/gi

/** What would end the value, or begin another one, is escaped in any case. */
const keepReserved: Escape = (text) =>
  encodeURIComponent(text).replaceAll(RESERVED, (escaped) =>
    /%(?:23|26|2B)/i.test(escaped) ? escaped : decodeURIComponent(escaped),
  )

/** The texts of a value: of its elements, of its members by turns, or of itself. What is `undefined` is left out. */
const wordsOf = (value: unknown, escape: Escape, joint?: string): readonly string[] => {
  if (Array.isArray(value)) return value.filter(isGiven).map((element) => escape(textOf(element)))
  if (typeof value !== 'object' || value === null) return [escape(textOf(value))]
  const members = membersOf(value)
  return joint === undefined
    ? members.flatMap(([name, member]) => [escape(name), escape(textOf(member))])
    : members.map(([name, member]) => `${escape(name)}${joint}${escape(textOf(member))}`)
}

const isGiven = (value: unknown): boolean => value !== undefined
const membersOf = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value).filter(([, member]) => isGiven(member))
const textOf = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value))

/** A path parameter as a piece of the path. */
export const pathText = (name: string, value: unknown, { style = 'simple', explode = false }: Serialization = {}): string => {
  if (style === 'json') return encodeURIComponent(JSON.stringify(value))
  const isObject = typeof value === 'object' && value !== null
  const words = wordsOf(value, encodeURIComponent, explode ? '=' : undefined)
  switch (style) {
    case 'label':
      return `.${words.join(explode ? '.' : ',')}`
    case 'matrix': {
      const key = encodeURIComponent(name)
      if (!isObject || !explode) return `;${key}=${words.join(',')}`
      return Array.isArray(value) ? words.map((word) => `;${key}=${word}`).join('') : words.map((word) => `;${word}`).join('')
    }
    default:
      return words.join(',')
  }
}

/** A header's value. Headers are not escaped. */
export const headerText = (value: unknown, { style, explode = false }: Serialization = {}): string =>
  style === 'json' ? JSON.stringify(value) : wordsOf(value, String, explode ? '=' : undefined).join(',')

/** A parameter as pieces of a query, a form or a cookie: `name=value`. */
export const queryTexts = (name: string, value: unknown, serialization: Serialization = {}): readonly string[] => {
  const { style = 'form', allowReserved = false } = serialization
  const escape = allowReserved ? keepReserved : encodeURIComponent
  const key = encodeURIComponent(name)
  if (style === 'json') return [`${key}=${escape(JSON.stringify(value))}`]
  if (typeof value !== 'object' || value === null) return [`${key}=${escape(textOf(value))}`]
  if (style === 'deepObject') return deepTexts(name, value, escape)
  if (serialization.explode ?? style === 'form') {
    const words = wordsOf(value, escape, '=')
    return Array.isArray(value) ? words.map((word) => `${key}=${word}`) : words
  }
  const joints: Readonly<Record<string, string>> = { spaceDelimited: '%20', pipeDelimited: '%7C' }
  const words = wordsOf(value, escape)
  return words.length === 0 ? [] : [`${key}=${words.join(joints[style] ?? ',')}`]
}

/** `filter[price][min]=1`. OpenAPI leaves lists inside open; their elements are repeated, as most servers read them. */
const deepTexts = (name: string, value: object, escape: Escape): readonly string[] =>
  membersOf(value).flatMap(([member, inner]) => {
    const key = `${name}[${member}]`
    if (Array.isArray(inner))
      return inner.filter(isGiven).map((element) => `${encodeURIComponent(key)}=${escape(textOf(element))}`)
    return typeof inner === 'object' && inner !== null
      ? deepTexts(key, inner, escape)
      : [`${encodeURIComponent(key)}=${escape(textOf(inner))}`]
  })
