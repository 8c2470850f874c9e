import { ResponseValidationError } from '../error/validation-errors.ts'
import type { TransportRequest } from './transport.ts'

const EMPTY_STATUSES: ReadonlySet<number> = new Set([204, 205, 304])
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i

interface BodyLimits {
  readonly requestId: string
  /** Largest body in bytes, after decompression. */
  readonly maxBytes: number
}

/** The body of a successful answer as the request asks for it, `undefined` where it has none. */
export const readBody = async (response: Response, request: TransportRequest, { requestId, maxBytes }: BodyLimits): Promise<unknown> => {
  const refuse = (message: string): ResponseValidationError =>
    new ResponseValidationError(request.operation, response.status, requestId, [{ path: 'body', message }])
  if (EMPTY_STATUSES.has(response.status)) return undefined
  const tooLarge = (): Error => refuse(`expected at most ${maxBytes} bytes, got more`)
  const kind = request.readAs?.(response.status) ?? 'json'
  if (kind === 'bytes') return readBytes(response, maxBytes, tooLarge)
  const text = await readText(response, maxBytes, tooLarge)
  if (kind === 'text') return text
  if (text === '') return undefined
  const type = response.headers.get('content-type') ?? 'no content type'
  if (!JSON_TYPE.test(type)) throw refuse(`expected JSON, got ${type}`)
  try {
    return JSON.parse(text)
  } catch {
    throw refuse(`expected JSON, got ${text.length} characters that are none`)
  }
}

/** Leaving the loop closes the connection, so no more than the bound is ever held. */
async function* readChunks(response: Response, maxBytes: number, tooLarge: () => Error): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw tooLarge()
    yield chunk
  }
}

const readText = async (response: Response, maxBytes: number, tooLarge: () => Error): Promise<string> => {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of readChunks(response, maxBytes, tooLarge)) text += decoder.decode(chunk, { stream: true })
  return text + decoder.decode()
}

const readBytes = async (response: Response, maxBytes: number, tooLarge: () => Error): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of readChunks(response, maxBytes, tooLarge)) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}
