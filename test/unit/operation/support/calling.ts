import { z } from 'zod'
import type { ReadPath } from '../../../../src/cache/read-path.ts'
import { type CacheOptions, parseCacheOptions } from '../../../../src/cache/cache-options.ts'
import { openCache } from '../../../../src/cache/open-cache.ts'
import { ClosedError } from '../../../../src/error/closed-error.ts'
import { ownerOf } from '../../../../src/key/cache-key.ts'
import type { CallContext } from '../../../../src/operation/call-context.ts'
import type { OperationCaller } from '../../../../src/operation/caller.ts'
import type { OperationDefinition } from '../../../../src/operation/definition.ts'
import { createCaller } from '../../../../src/operation/caller.ts'
import { RunningWork } from '../../../../src/foundation/running-work.ts'
import type { Auth } from '../../../../src/transport/authorizer.ts'
import { uniqueName } from '../../../support/names.ts'
import { transportWith } from '../../transport/support/sending.ts'

/** A caller with a cache of its own, and the tags that it has invalidated so far. */
export interface Calling extends AsyncDisposable {
  readonly caller: OperationCaller
  readonly cache: ReadPath
  readonly invalidated: readonly (readonly string[])[]
}

interface CallingOptions {
  readonly invalidates?: 'client' | 'server'
  readonly timeoutMs?: number
  readonly principal?: string
  /** Default: an embedded cache in a namespace of its own. */
  readonly cache?: CacheOptions
  /** Another caller, whose cache this one shares. */
  readonly beside?: Calling
  readonly isClosed?: () => boolean
  readonly auth?: Auth
}

/** Notes what goes through to the log. */
const noteInvalidations = (cache: ReadPath): readonly (readonly string[])[] => {
  const noted: (readonly string[])[] = []
  const { coherence } = cache
  const invalidate = coherence.invalidate.bind(coherence)
  coherence.invalidate = (tags, how) => {
    noted.push(tags)
    return invalidate(tags, how)
  }
  return noted
}

/** Settles when the cache knows its position: what is loaded before cannot be stamped. */
export const callingAt = async (baseUrl: string, options: CallingOptions = {}): Promise<Calling> => {
  const cache = options.beside?.cache ?? openCache(parseCacheOptions({ namespace: uniqueName(), ...options.cache }))
  await cache.coherence.first.reached
  const context: CallContext = {
    cache,
    api: { baseUrl, transport: transportWith(options.auth), invalidates: options.invalidates ?? 'client' },
    owner: ownerOf(options.principal ?? 'partner:42'),
    defaults: { timeoutMs: options.timeoutMs ?? 10_000, maxStaleness: 1_000 },
    isClosed: options.isClosed ?? (() => false),
    mustBeOpen() {
      if (options.isClosed?.() === true) throw new ClosedError('SDK')
    },
    commands: new RunningWork(),
  }
  return {
    caller: createCaller(context),
    cache,
    invalidated: options.beside?.invalidated ?? noteInvalidations(cache),
    [Symbol.asyncDispose]: async () => void (await cache.coherence.close()),
  }
}

export interface Order {
  readonly id: string
  readonly status: string
  readonly version: number
}

const order = z.looseObject({ id: z.string(), status: z.string(), version: z.int() })

/** Any text is an id here: what keeps it in its place in the URL is under test. */
const path = z.strictObject({ orderId: z.string() })

export const getOrder: OperationDefinition<Order> = {
  id: 'orders.get',
  api: 'mes',
  method: 'GET',
  path: '/orders/{orderId}',
  request: z.strictObject({
    path,
    query: z.strictObject({ expand: z.array(z.string()).optional() }).optional(),
    header: z.strictObject({ 'Accept-Language': z.string().optional() }).optional(),
  }),
  responses: { 200: order },
  schemaFingerprint: 'f1',
  cache: { ttl: [{ ttl: '30s' }], scope: 'principal', tiers: ['memory'], tags: [{ template: 'order:{$request.path.orderId}' }] },
}

export interface OrderPage {
  readonly items: readonly Order[]
  readonly nextCursor: string | null
}

export const listOrders: OperationDefinition<OrderPage> = {
  id: 'orders.list',
  api: 'mes',
  method: 'GET',
  path: '/orders',
  request: z.strictObject({
    query: z
      .strictObject({
        status: z.array(z.enum(['OPEN', 'DONE'])).optional(),
        limit: z.int().min(1).optional(),
        cursor: z.string().min(1).optional(),
      })
      .optional(),
  }),
  responses: { 200: z.looseObject({ items: z.array(order), nextCursor: z.string().nullable() }) },
  schemaFingerprint: 'f2',
  cache: {
    ttl: [{ ttl: '30s' }],
    scope: 'principal',
    tiers: ['memory'],
    tags: [
      { template: 'orders' },
      { template: 'orders:status:{$request.query.status}', absent: { '$request.query.status': ['OPEN', 'DONE'] } },
      { template: 'order:{$response.body#/items/*/id}' },
    ],
  },
  paging: { cursor: 'cursor', items: 'items', next: 'nextCursor' },
}

export const claimOrder: OperationDefinition<Order & { readonly previousStatus: string }> = {
  id: 'orders.claim',
  api: 'mes',
  method: 'POST',
  path: '/orders/{orderId}/claim',
  request: z.strictObject({
    path,
    header: z.strictObject({ 'If-Match': z.string().regex(/^"\d+"$/, 'expected a version or an ETag') }),
  }),
  responses: { 200: order.extend({ previousStatus: z.string().optional() }) },
  schemaFingerprint: 'f3',
  invalidates: [
    { template: 'order:{$request.path.orderId}' },
    { template: 'orders:status:{$response.body#/previousStatus}' },
    { template: 'orders:status:{$response.body#/status}' },
    { template: 'stats' },
  ],
}

export const createQuote: OperationDefinition<{ readonly id: string }> = {
  id: 'quotes.create',
  api: 'mes',
  method: 'POST',
  path: '/quotes',
  request: z.strictObject({
    header: z
      .strictObject({
        'Idempotency-Key': z
          .string()
          .regex(/^[\w-]{8,}$/, 'expected 8 or more of A-Z a-z 0-9 _ -')
          .optional(),
      })
      .optional(),
    body: z.strictObject({ quantity: z.int().min(1) }),
  }),
  responses: { 200: z.looseObject({ id: z.string() }), 202: z.looseObject({ id: z.string() }), 204: null },
  schemaFingerprint: 'f4',
  invalidates: [{ template: 'quotes' }],
  idempotencyKey: true,
}

export const order7: Order = { id: 'ord_1', status: 'OPEN', version: 7 }
