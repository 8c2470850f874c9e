import { randomUUID } from 'node:crypto'
import { RequestValidationError } from '../error/validation-errors.ts'
import type { Message } from '../key/tag-template.ts'
import { decodeJson } from '../key/frozen-json.ts'
import { encodeJson } from '../key/json.ts'
import type { TransportResponse, RequestContent } from '../transport/transport.ts'
import { type CallResult, responseMeta } from './api-call.ts'
import type { CheckedOptions } from './call-options.ts'
import type { OperationArguments, OperationDefinition, BodyMedia } from './definition.ts'
import type { CallContext } from './call-context.ts'
import { notSentYet } from './call-deadline.ts'
import { copyOf } from './copy-of.ts'
import { beginEffect, type Effect } from './effect.ts'
import { type CheckedArguments, requestHeaders, mayRepeat, outgoingRequest } from './request-line.ts'
import { checkRequest, checkResponse } from './validation.ts'
import { toEntityTag } from '../foundation/entity-tag.ts'
import { acceptOf, readAs } from './media.ts'
import { queryTexts } from './parameter-text.ts'

/** Sends a command and then invalidates what it changed, or may have changed. */
export const executeCommand = async <T>(
  context: CallContext,
  operation: OperationDefinition<T>,
  args: OperationArguments,
  options: CheckedOptions,
): Promise<CallResult<T>> => {
  const checked = checkRequest(operation, copyOf(withHeaders(operation, args, options), operation))
  const effect = await beginEffect(context, operation, checked, options)
  const response = await send(context, operation, checked, options, effect)
  const invalidation = await effect?.succeeded(messageOf(checked, response))
  checkResponse(operation, response, context.cache.coherence.namespace)
  return {
    value: valueOf(response.body) as CallResult<T>['value'],
    cache: { source: 'origin', state: 'fresh', ageMs: 0, position: invalidation?.position },
    response: responseMeta(response),
    invalidation,
  }
}

/** Bytes are the caller's own. */
const valueOf = (body: unknown): unknown =>
  body === undefined || body instanceof Uint8Array ? body : decodeJson(encodeJson(body)).value

const IF_MATCH = 'If-Match'
const IDEMPOTENCY_KEY = 'Idempotency-Key'

/** The headers that come from the call's options, to be checked like every other argument. */
const withHeaders = (
  operation: OperationDefinition,
  args: OperationArguments,
  { idempotencyKey }: CheckedOptions,
): OperationArguments => {
  const header: Record<string, unknown> = { ...args.header }
  const version = header[IF_MATCH]
  if (typeof version === 'number' && !(Number.isSafeInteger(version) && version >= 0)) {
    throw new RequestValidationError(
      operation.id,
      [
        {
          path: `header.${IF_MATCH}`,
          message: `ifMatch: expected a version (an integer of 0 or more) or an ETag, got ${version}`,
        },
      ],
      operation.api,
    )
  }
  if (typeof version === 'number' || typeof version === 'string') header[IF_MATCH] = toEntityTag(version)
  if (idempotencyKey !== undefined) {
    if (operation.idempotencyKey !== true) throw new RequestValidationError(operation.id, [NO_KEY], operation.api)
    header[IDEMPOTENCY_KEY] = idempotencyKey
  }
  return Object.keys(header).length === 0 ? args : { ...args, header }
}

const NO_KEY = { path: 'idempotencyKey', message: 'the operation takes none' }

const messageOf = (args: CheckedArguments, response: TransportResponse): Message => ({
  ...args,
  response: { status: response.status, header: (name) => response.headers.get(name), body: response.body },
})

/** The answer; where there is none, what the command may have changed is invalidated before the error goes to the caller. */
const send = async (
  context: CallContext,
  operation: OperationDefinition,
  args: CheckedArguments,
  options: CheckedOptions,
  effect: Effect | undefined,
): Promise<TransportResponse> => {
  const progress = notSentYet()
  try {
    const encoded = encodeBody(operation, args.body)
    return await context.api.transport.send({
      ...outgoingRequest(context.api.baseUrl, operation, args),
      headers: { ...options.headers, ...headersOf(operation, args) },
      body: args.body,
      encoded,
      accept: acceptOf(operation),
      readAs: (status) => readAs(operation, status),
      repeatable: isRepeatable(encoded) && mayRepeat(operation, args.header),
      retries: options.retries,
      requestId: options.requestId,
      timeoutMs: options.timeoutMs,
      patienceMs: options.timeoutMs,
      signal: options.signal ?? new AbortController().signal,
      onAttempt: (requestId, attempts) => Object.assign(progress, { requestId, attempts }),
    })
  } catch (error) {
    await effect?.failed({ error, attempts: progress.attempts, isAborted: options.signal?.aborted === true })
    throw error
  }
}

const headersOf = (operation: OperationDefinition, args: CheckedArguments): Readonly<Record<string, string>> => ({
  ...(operation.idempotencyKey === true ? { [IDEMPOTENCY_KEY]: randomUUID() } : {}),
  ...requestHeaders(operation, args),
})

/** A body that is not plain JSON, ready to be sent. */
interface EncodedBody {
  readonly content: RequestContent
  /** `undefined` where `fetch` names the type: a form has a boundary of its own. */
  readonly type: string | undefined
}

/** The body in the media type that the operation takes; `undefined` where it is plain JSON, or there is none. */
const encodeBody = ({ body: media }: OperationDefinition, body: unknown): EncodedBody | undefined => {
  if (body === undefined || media === undefined) return undefined
  switch (media.as) {
    case 'json':
      return { content: JSON.stringify(body), type: media.type }
    case 'text':
      return { content: typeof body === 'string' ? body : JSON.stringify(body), type: media.type }
    case 'bytes':
      return { content: body as RequestContent, type: media.type.includes('*') ? 'application/octet-stream' : media.type }
    case 'form':
      return { content: formText(membersOf(body), media), type: media.type }
    case 'multipart':
      return { content: formData(membersOf(body)), type: undefined }
  }
}

/** Whether a body can be sent again. */
const isRepeatable = (body: EncodedBody | undefined): boolean => !(body?.content instanceof ReadableStream)

const membersOf = (body: unknown): readonly (readonly [string, unknown])[] =>
  typeof body === 'object' && body !== null ? Object.entries(body).filter(([, value]) => value !== undefined) : []

/** Spaces are written as `+` in forms. */
const formText = (members: ReturnType<typeof membersOf>, { encoding }: BodyMedia): string =>
  members
    .flatMap(([name, value]) => queryTexts(name, value, encoding?.[name]))
    .join('&')
    .replaceAll('%20', '+')

const formData = (members: ReturnType<typeof membersOf>): FormData => {
  const form = new FormData()
  for (const [name, value] of members) for (const part of Array.isArray(value) ? value : [value]) form.append(name, partOf(part))
  return form
}

/** A list of values is a part each, an object a part of JSON. */
const partOf = (value: unknown): Blob | string => {
  if (value instanceof Blob) return value
  if (value instanceof Uint8Array) return new Blob([new Uint8Array(value)])
  return typeof value === 'object' && value !== null
    ? new Blob([JSON.stringify(value)], { type: 'application/json' })
    : String(value)
}
