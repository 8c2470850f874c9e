import { randomUUID } from 'node:crypto'
import ky, { isHTTPError } from 'ky'
import { isApiError } from '../error/api-error.ts'
import { ConnectionError } from '../error/connection-error.ts'
import { isSdkError } from '../error/sdk-error.ts'
import { channels } from '../foundation/channels.ts'
import type { Clock } from '../foundation/clock.ts'
import { untilAborted } from '../foundation/until-aborted.ts'
import type { Authorizer } from './authorizer.ts'
import { readBody } from './body.ts'
import { toSdkError } from './failure.ts'
import { createPauses } from './pause.ts'
import { startTimeLimit } from './time-limit.ts'
import type { RequestContent, Transport, TransportRequest, TransportResponse } from './transport.ts'

export interface KyTransportOptions {
  readonly authorizer: Authorizer
  readonly clock: Clock
  /** Further attempts after the first, for repeatable requests. */
  readonly retries: number
  /** Largest body of an answer, in bytes after decompression. */
  readonly maxResponseBytes: number
}

/** A request on its way, under one request id and one time limit whatever the number of attempts. */
interface Sending {
  readonly request: TransportRequest
  /** Aborted by the caller, or by the time limit. */
  readonly signal: AbortSignal
  readonly requestId: string
  /** Milliseconds that are left of the caller's patience. */
  readonly patience: () => number
  attempts: number
  status: number | undefined
}

const NOT_MODIFIED = 304
const RETRIED_STATUSES = [408, 429, 500, 502, 503, 504]

/** A transport over `fetch` with retries by ky. Redirects are not followed: credentials go to the configured host alone. */
export const createKyTransport = (options: KyTransportOptions): Transport => ({
  async send(request) {
    request.signal.throwIfAborted()
    const limit = startTimeLimit(request.timeoutMs)
    const startedAt = options.clock.now()
    const sending: Sending = {
      request,
      signal: AbortSignal.any([request.signal, limit.signal]),
      requestId: randomUUID(),
      patience: () => startedAt + request.patienceMs - options.clock.now(),
      attempts: 0,
      status: undefined,
    }
    try {
      return await withCredentials(sending, options)
    } catch (cause) {
      if (request.signal.aborted) throw request.signal.reason
      const error = isSdkError(cause) ? cause : toSdkError(cause, { ...failureOf(sending), cause }, limit.signal.aborted, request.timeoutMs)
      if (isApiError(error)) sending.status = error.status
      throw error
    } finally {
      limit.clear()
      const { attempts, status } = sending
      channels.request.publish({ operation: request.operation, status, attempts, durationMs: options.clock.now() - startedAt })
    }
  },
})

const failureOf = ({ request, requestId, attempts }: Sending) => ({ operation: request.operation, requestId, attempts })

/** Credentials that the API refuses are renewed once. */
const withCredentials = async (sending: Sending, options: KyTransportOptions): Promise<TransportResponse> => {
  const headers = await credentials(sending, options.authorizer)
  try {
    return await exchange(sending, headers, options)
  } catch (error) {
    if (!isHTTPError(error) || error.response.status !== 401 || !options.authorizer.refused(headers)) throw error
    return exchange(sending, await credentials(sending, options.authorizer), options)
  }
}

const credentials = async (sending: Sending, authorizer: Authorizer): Promise<Readonly<Record<string, string>>> => {
  try {
    // Others may wait for the same credentials.
    return await untilAborted(authorizer.headers(), sending.signal)
  } catch (cause) {
    if (sending.signal.aborted || isSdkError(cause)) throw cause
    throw new ConnectionError('no credentials could be had', { ...failureOf(sending), cause })
  }
}

/** A request with its retries. */
const exchange = async (
  sending: Sending,
  auth: Readonly<Record<string, string>>,
  { retries, maxResponseBytes }: KyTransportOptions,
): Promise<TransportResponse> => {
  const { request, requestId, signal } = sending
  const pauses = createPauses(sending.patience)
  sending.attempts++
  const response = await ky(request.url, {
    method: request.method,
    headers: { ...request.headers, ...auth, ...contentType(request), accept: request.accept ?? 'application/json', 'x-request-id': requestId },
    ...bodyOf(request),
    signal,
    redirect: 'manual',
    timeout: false,
    throwHttpErrors: (status) => status !== NOT_MODIFIED || !('if-none-match' in request.headers),
    retry: {
      limit: request.repeatable ? retries : 0,
      methods: [request.method.toLowerCase()],
      statusCodes: RETRIED_STATUSES,
      ...pauses,
    },
    hooks: { beforeRetry: [() => void sending.attempts++] },
  })
  sending.status = response.status
  const body = await readBody(response, request, { requestId, maxBytes: maxResponseBytes })
  return { status: response.status, headers: response.headers, body, requestId, attempts: sending.attempts }
}

const contentType = ({ encoded }: TransportRequest): Readonly<Record<string, string>> =>
  (encoded?.type === undefined ? {} : { 'content-type': encoded.type })

const bodyOf = ({ body, encoded }: TransportRequest): { readonly json?: unknown; readonly body?: RequestContent; readonly duplex?: 'half' } => {
  if (encoded === undefined) return body === undefined ? {} : { json: body }
  return encoded.content instanceof ReadableStream ? { body: encoded.content, duplex: 'half' } : { body: encoded.content }
}
