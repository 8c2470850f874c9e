import { UnreadableDocument } from './unreadable-document.ts'

const MAX_BYTES = 64 * 1024 * 1024
const TIMEOUT_MS = 60_000

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
export const fetchDocument = async (url: string, { maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS }: FetchBounds = {}): Promise<string> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), headers: { accept: 'application/yaml, application/json, */*' } })
    if (!response.ok) throw new Error(`status ${response.status}`)
    return await readText(response, maxBytes)
  } catch (error) {
    throw new UnreadableDocument(withoutCredentials(url), error)
  }
}

const withoutCredentials = (text: string): string => {
  const url = new URL(text)
  return `${url.origin}${url.pathname}`
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
