import { UnreadableDocument } from './unreadable-document.ts'

const MAX_BYTES = 64 * 1024 * 1024
const TIMEOUT_MS = 60_000

/** Whether a document is named by a URL, and not by a path. */
export const isUrl = (document: string): boolean => /^https?:\/\//i.test(document)

/** How much and how long is read at most. */
export interface FetchBounds {
  readonly maxBytes?: number
  readonly timeoutMs?: number
}

/**
 * The text behind a URL: at most 64 MB, within a minute.
 *
 * @throws {UnreadableDocument}
 */
export const fetchDocument = async (
  url: string,
  { maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS }: FetchBounds = {},
): Promise<string> => {
  const { href, headers } = withoutCredentials(url)
  try {
    const accept = 'application/yaml, application/json, */*'
    const response = await fetch(href, { signal: AbortSignal.timeout(timeoutMs), headers: { ...headers, accept } })
    if (!response.ok) throw new Error(`status ${response.status}`)
    const text = await readText(response, maxBytes)
    if (text.trimStart().startsWith('<')) throw new Error('the answer is a page in HTML or XML, no document in YAML or JSON')
    return text
  } catch (error) {
    throw new UnreadableDocument(publicName(url), error)
  }
}

/** A URL as messages and generated files may show it: without what could be a secret. */
export const publicName = (url: string): string => {
  const { origin, pathname } = parse(url)
  return `${origin}${pathname}`
}

/** fetch refuses credentials in a URL. */
const withoutCredentials = (text: string): { readonly href: string; readonly headers: Readonly<Record<string, string>> } => {
  const url = parse(text)
  const { username, password } = url
  if (username === '' && password === '') return { href: url.href, headers: {} }
  url.username = ''
  url.password = ''
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { href: url.href, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } }
}

const parse = (text: string): URL => {
  try {
    return new URL(text)
  } catch {
    throw new UnreadableDocument('The document', new Error('its name is no URL'))
  }
}

/** Leaving the loop closes the connection. */
const readText = async (response: Response, maxBytes: number): Promise<string> => {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw new Error(`more than ${maxBytes} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
