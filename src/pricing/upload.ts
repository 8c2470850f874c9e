import { isApiError } from '../error/api-error.ts'
import { ConnectionError } from '../error/connection-error.ts'
import type { ValidationIssue } from '../error/validation-errors.ts'
import { channels, type UploadEvent } from '../foundation/channels.ts'
import type { Clock } from '../foundation/clock.ts'
import { HEADER_VALUE, isFramingHeader, isHeaderName, isHeaderValue } from '../operation/header-value.ts'
import { isAddressRefusal } from '../transport/storage-refusal.ts'
import type { Transport } from '../transport/transport.ts'
import type { ModelSource } from '../model/model-source.ts'
import type { UploadAddress } from './pricing-api.ts'
import { escapeStep } from '../foundation/json-text.ts'

/** The name of uploads in errors, hooks and logs. */
export const UPLOAD = 'models.upload'

const REDIRECTED =
  'the storage redirected the upload, so the address that the MES signs has to name the endpoint, or the region, that the bucket is in'

export interface UploadOptions {
  readonly transport: Transport
  readonly signal: AbortSignal
  /** Told how many bytes were handed over in this attempt. */
  readonly onBytes: (bytes: number) => void
  readonly clock: Pick<Clock, 'now'>
  /** Of the cache, for events. */
  readonly namespace: string
}

/**
 * Sends the bytes of a model to its signed address, from the first byte in every attempt. The address is a secret: errors, hooks and
 * logs see its origin alone, and it is sent no credentials.
 *
 * @throws {ApiError} `ConnectionError`, `TimeoutError`, and `ModelError` for bytes that have changed
 */
export const uploadModel = async (
  source: ModelSource,
  address: UploadAddress,
  { transport, signal, onBytes, clock, namespace }: UploadOptions,
): Promise<void> => {
  const url = URL.parse(address.url)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new ConnectionError('the API named no address to upload to', { operation: UPLOAD, requestId: 'none', attempts: 0 })
  }
  const since = clock.now()
  let sent = 0
  let ofAttempt = 0
  const body = bodyOf(source, (bytes) => {
    // Each attempt begins with none.
    sent += Math.max(0, bytes - ofAttempt)
    ofAttempt = bytes
    onBytes(bytes)
  })
  const announce = (outcome: UploadEvent['outcome']): void =>
    channels.upload.publish({ namespace, outcome, bytes: sent, durationMs: clock.now() - since })
  const hidden = Object.keys(givenHeaders(address)).map((name) => `/header/${escapeStep(name)}`)
  await transport
    .send({
      api: undefined,
      operation: UPLOAD,
      method: address.method,
      url: url.href,
      shownUrl: `${url.origin}/…`,
      // Storage behind signed addresses wants to know the length beforehand.
      headers: { ...givenHeaders(address), 'content-length': String(source.sizeBytes) },
      // They may be signed, or give access, and a storage may repeat them.
      sensitive: { request: hidden, response: hidden },
      body: undefined,
      encoded: { content: body.open, type: 'application/octet-stream' },
      server: 'storage',
      redirectAdvice: REDIRECTED,
      accept: '*/*',
      readAs: () => 'bytes',
      repeatable: true,
      timeoutMs: Number.POSITIVE_INFINITY,
      patienceMs: Number.POSITIVE_INFINITY,
      signal,
    })
    .then(
      () => announce('uploaded'),
      (error: unknown) => {
        announce('failed')
        throw error
      },
    )
    .finally(body.leave)
}

const givenHeaders = ({ headers = {} }: UploadAddress): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !/^content-length$/i.test(entry[0]),
    ),
  )

/**
 * What is wrong with an address: its URL, which must not lead from an API behind TLS to a path without it, and a place for each header
 * that cannot be sent.
 */
export const addressIssues = (address: UploadAddress, baseUrl: string): readonly ValidationIssue[] => {
  const isOpen = URL.parse(address.url)?.protocol === 'http:' && new URL(baseUrl).protocol === 'https:'
  return [
    ...(isOpen ? [{ path: 'body.upload.url', message: 'expected an https address, as that of the API' }] : []),
    ...headerIssues(address),
  ]
}

const headerIssues = ({ headers = {} }: UploadAddress): readonly ValidationIssue[] =>
  Object.entries(headers)
    .filter(([name, value]) => !isHeaderName(name) || isFramingHeader(name) || !isHeaderValue(value ?? ''))
    .map(([name]) => ({ path: `body.upload.headers.${name}`, message: HEADER_VALUE }))

/** `fetch` reads no further where the answer comes before the end of the body, and tells nobody: who has opened the bytes closes them. */
const bodyOf = (source: ModelSource, onBytes: (bytes: number) => void) => {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  const leave = (): void => void reader?.cancel(new Error('the attempt is over')).catch(() => {})
  return {
    leave,
    open: (): ReadableStream<Uint8Array> => {
      leave()
      reader = source.open().getReader()
      return counted(reader, onBytes)
    },
  }
}

/** What the reader reads, chunk by chunk as it is wanted, with the number of bytes so far. */
const counted = (
  reader: ReadableStreamDefaultReader<Uint8Array>,
  onBytes: (bytes: number) => void,
): ReadableStream<Uint8Array> => {
  let bytes = 0
  return new ReadableStream({
    start: () => onBytes(0),
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) return controller.close()
      bytes += value.byteLength
      controller.enqueue(value)
      onBytes(bytes)
    },
    cancel: (reason) => reader.cancel(reason),
  })
}

/** Whether an address is not, or no longer, taken: a new one may be. */
export const isAddressRefused = (error: unknown): boolean =>
  isApiError(error) && isAddressRefusal(error, error.operation === UPLOAD ? 'storage' : 'api')
