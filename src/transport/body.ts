import { ResponseValidationError } from '../error/validation-errors.ts'
import type { TransportRequest } from './transport.ts'

const EMPTY_STATUSES: readonly number[] = [204, 205, 304]
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i

/** The parsed body of a successful answer, `undefined` where it has none. */
export const readBody = async (response: Response, request: TransportRequest, { requestId }: { readonly requestId: string }): Promise<unknown> => {
  if (EMPTY_STATUSES.includes(response.status)) return undefined
  const text = await response.text()
  if (text === '') return undefined
  const type = response.headers.get('content-type') ?? 'no content type'
  const refuse = (found: string): ResponseValidationError =>
    new ResponseValidationError(request.operation, response.status, requestId, [{ path: 'body', message: `expected JSON, got ${found}` }])
  if (!JSON_TYPE.test(type)) throw refuse(type)
  try {
    return JSON.parse(text)
  } catch {
    throw refuse(`${text.length} characters that are none`)
  }
}
