import type { ValidationIssue } from '../error/validation-errors.ts'
import { isCredentialHeader } from '../transport/redaction.ts'

const NAME = /^[\w!#$%&'*+.^`|~-]+$/

/** Whether a header can have this name: a token of RFC 9110, section 5.6.2. */
export const isHeaderName = (name: string): boolean => NAME.test(name)

const FRAMING = /^(?:connection|keep-alive|expect|te|trailer|transfer-encoding|upgrade)$/i

/** Whether a header says how a message is framed. That is no matter of who wants something sent, and `fetch` refuses to send it. */
export const isFramingHeader = (name: string): boolean => FRAMING.test(name)

/** What is expected of the value of a header. */
export const HEADER_VALUE = 'expected a text that a header can carry'

const VALUE = /^[\x20-\x7e\x80-\xff\t]*$/

/** Whether `fetch` takes it: it repeats what it refuses in its error. */
export const isHeaderValue = (value: unknown): value is string => typeof value === 'string' && VALUE.test(value)

/** The server would wait for bytes that are not sent, or take the request for that of another API. */
const OWN = /^(?:content-length|host)$/i

/** What is wrong with headers of a caller: they are neither credentials nor what frames a message. */
export const headerIssues = (headers: unknown): readonly ValidationIssue[] => {
  if (headers === undefined) return []
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers))
    return [{ path: 'headers', message: 'expected an object' }]
  return Object.entries(headers).flatMap(([name, value]) => {
    if (isCredentialHeader(name)) return [{ path: `headers.${name}`, message: 'expected none: credentials come from auth' }]
    if (isFramingHeader(name) || OWN.test(name))
      return [{ path: `headers.${name}`, message: 'expected none: it follows from the URL and the body' }]
    if (!isHeaderName(name) || !isHeaderValue(value)) return [{ path: `headers.${name}`, message: HEADER_VALUE }]
    return []
  })
}
