import { abandon, isStream } from '../foundation/given-stream.ts'
import { decodeJson } from '../key/frozen-json.ts'
import { encodeJson, type Json } from '../key/json.ts'
import { z } from 'zod'
import { ApiCall, type CallResult, responseMeta } from './api-call.ts'
import type { CallContext } from './call-context.ts'
import { type CheckedOptions, checkOptions } from './call-options.ts'
import { copyOf } from './copy-of.ts'
import type { CommandOptions } from './call-options.ts'
import type { OperationDefinition } from './definition.ts'
import { checkRawRequest, RAW, type RawRequest } from './raw-request.ts'
import { checkKept } from './validation.ts'
import { escapeStep } from '../foundation/json-text.ts'
import { mayRepeat, outgoingRequest } from './request-line.ts'

/** Options of a request without a description. With an `idempotencyKey`, sent as a header, it may be repeated whatever its method. */
export type RawOptions = Pick<CommandOptions, 'signal' | 'timeout' | 'idempotencyKey' | 'retries' | 'requestId'>

/** Sends requests without a description: with credentials, retries, middleware and hooks; never cached, and nothing is invalidated. */
export type Requester = (request: RawRequest, options?: RawOptions) => ApiCall<Json>

/** `api` is its name where a client has several. */
export const createRequester =
  (context: CallContext, api: string | undefined): Requester =>
  (request, options) =>
    new ApiCall<Json>(start(context, api, request, options))

const start = async (
  context: CallContext,
  api: string | undefined,
  given: RawRequest,
  options: RawOptions | undefined,
): Promise<CallResult<Json>> => {
  // Whatever the call is refused for, its stream is open, and no JSON.
  const { body }: Partial<RawRequest> = { ...given }
  if (isStream(body)) abandon(body, new Error('the body of a request is JSON'))
  context.mustBeOpen()
  const request = withKey(given, options)
  checkRawRequest(request, api)
  const operation = describe(api, request, options)
  const checked = checkOptions(operation, options, context.defaults)
  checked.signal?.throwIfAborted()
  const sent = send(context, operation, api, request, checked)
  return operation.method === 'GET' ? sent : context.commands.track(sent)
}

const withKey = (request: RawRequest, options: RawOptions | undefined): RawRequest =>
  options?.idempotencyKey === undefined
    ? request
    : { ...request, headers: { ...request.headers, 'Idempotency-Key': options.idempotencyKey } }

/** As if the document had described it. Nobody knows which parts of it are sensitive, so hooks and logs see none of them. */
const describe = (
  api: string | undefined,
  { method = 'GET', path, query = {} }: RawRequest,
  options: RawOptions | undefined,
): OperationDefinition => ({
  id: RAW,
  api,
  method,
  path,
  request: z.unknown(),
  responses: {},
  schemaFingerprint: '',
  sensitive: { request: ['/body', ...Object.keys(query).map((name) => `/query/${escapeStep(name)}`)], response: ['/body'] },
  ...(options?.idempotencyKey !== undefined && { idempotencyKey: true as const }),
})

const send = async (
  context: CallContext,
  operation: OperationDefinition,
  api: string | undefined,
  { query = {}, headers = {}, body }: RawRequest,
  { timeoutMs, signal, retries, requestId, headers: further }: CheckedOptions,
): Promise<CallResult<Json>> => {
  const response = await context.api.transport.send({
    ...outgoingRequest(context.api.baseUrl, operation, { query }),
    // No document has named the parameters of its path.
    template: undefined,
    api,
    headers: { ...further, ...headers },
    body: copyOf(body, operation),
    repeatable: mayRepeat(operation, headers),
    retries,
    requestId,
    timeoutMs,
    patienceMs: timeoutMs,
    signal: signal ?? new AbortController().signal,
  })
  checkKept(operation, response)
  return {
    value: decodeJson(encodeJson(response.body ?? null)).value as CallResult<Json>['value'],
    cache: { source: 'origin', state: 'fresh', ageMs: 0, position: undefined },
    response: responseMeta(response),
    invalidation: undefined,
  }
}
