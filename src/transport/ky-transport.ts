import { randomUUID } from 'node:crypto'
import ky from 'ky'
import { isApiError } from '../error/api-error.ts'
import { ConnectionError } from '../error/connection-error.ts'
import { isSdkError } from '../error/sdk-error.ts'
import { channels } from '../foundation/channels.ts'
import type { Clock } from '../foundation/clock.ts'
import type { Authorizer } from './authorizer.ts'
import { readBody } from './body.ts'
import { toSdkError } from './failure.ts'
import type { Transport, TransportRequest, TransportResponse } from './transport.ts'

export interface KyTransportOptions {
  readonly authorizer: Authorizer
  readonly clock: Clock
  /** Further attempts after the first, for repeatable requests. */
  readonly retries: number
}

const MAX_RETRY_AFTER_MS = 30_000
const MAX_PAUSE_MS = 5_000
const RETRIED_STATUSES = [408, 429, 500, 502, 503, 504]

/** A transport over `fetch` with retries by ky. Redirects are not followed: credentials go to the configured host alone. */
export const createKyTransport = ({ authorizer, clock, retries }: KyTransportOptions): Transport => ({
  async send(request) {
    const headers = await credentials(authorizer, request)
    try {
      return await attempt(request, headers, { clock, retries })
    } catch (error) {
      if (!isApiError(error) || error.status !== 401 || !authorizer.refused(headers)) throw error
      return attempt(request, await credentials(authorizer, request), { clock, retries })
    }
  },
})

const credentials = async (authorizer: Authorizer, request: TransportRequest): Promise<Readonly<Record<string, string>>> => {
  try {
    return await authorizer.headers()
  } catch (cause) {
    throw new ConnectionError('no credentials could be had', { operation: request.operation, requestId: 'none', attempts: 0, cause })
  }
}

/** One request with its retries, under one request id and one time limit. */
const attempt = async (
  request: TransportRequest,
  auth: Readonly<Record<string, string>>,
  { clock, retries }: Pick<KyTransportOptions, 'clock' | 'retries'>,
): Promise<TransportResponse> => {
  const limit = AbortSignal.timeout(request.timeoutMs)
  const progress = { requestId: randomUUID(), attempts: 1, startedAt: clock.now(), status: undefined as number | undefined }
  try {
    const response = await ky(request.url, {
      method: request.method,
      headers: { ...request.headers, ...auth, accept: 'application/json', 'x-request-id': progress.requestId },
      ...(request.body === undefined ? {} : { json: request.body }),
      signal: AbortSignal.any([request.signal, limit]),
      redirect: 'manual',
      timeout: false,
      retry: {
        limit: request.repeatable ? retries : 0,
        methods: [request.method.toLowerCase()],
        statusCodes: RETRIED_STATUSES,
        backoffLimit: MAX_PAUSE_MS,
        maxRetryAfter: MAX_RETRY_AFTER_MS,
        jitter: true,
      },
      hooks: { beforeRetry: [({ retryCount }) => void (progress.attempts = retryCount + 1)] },
    })
    progress.status = response.status
    return { status: response.status, headers: response.headers, body: await readBody(response, request, progress), ...progress }
  } catch (cause) {
    if (request.signal.aborted) throw request.signal.reason
    const error = isSdkError(cause) ? cause : toSdkError(cause, { ...progress, operation: request.operation, cause }, limit.aborted, request.timeoutMs)
    if (isApiError(error)) progress.status = error.status
    throw error
  } finally {
    const { attempts, status, startedAt } = progress
    channels.request.publish({ operation: request.operation, status, attempts, durationMs: clock.now() - startedAt })
  }
}
