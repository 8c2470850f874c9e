/** What a text of a format is, for a message, and whether one is. */
interface TextFormat {
  readonly expected: string
  accepts(text: string): boolean
}

const PATH = "(?:[\\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*"
const QUERY = "(?:[\\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
const URI_REFERENCE = new RegExp(`^${PATH}(?:\\?${QUERY})?(?:#${QUERY})?$`)
const IPV6_HOST = /\/\/\[[0-9A-Fa-f:.]+\]/
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/
const EMAIL = /^[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/

const isReference = (text: string): boolean =>
  URI_REFERENCE.test(text.replace(IPV6_HOST, '//host')) && (SCHEME.test(text) || !/^[^/?#]*:/.test(text)) && URL.canParse(text, 'https://base.example')

/** Formats of which the client accepts more than their standards do: builders give what every validator accepts. */
const formats: Readonly<Record<string, TextFormat>> = {
  uri: { expected: 'a URI as RFC 3986 has it', accepts: (text) => SCHEME.test(text) && isReference(text) },
  'uri-reference': { expected: 'a URI reference as RFC 3986 has it', accepts: isReference },
  email: { expected: 'an e-mail address', accepts: (text) => EMAIL.test(text) },
}

/** What a text of the format would be, `undefined` where this is one. */
export const expectedFormat = (format: string | undefined, text: unknown): string | undefined => {
  const known = format !== undefined && Object.hasOwn(formats, format) ? formats[format] : undefined
  return known === undefined || typeof text !== 'string' || known.accepts(text) ? undefined : known.expected
}
