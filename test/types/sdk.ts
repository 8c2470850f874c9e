import {
  createSdk,
  isApiError,
  isRequestValidationError,
  type ApiCall,
  type CallResult,
  type Immutable,
  type mes,
  type PagedCall,
  type PositionToken,
  type Sdk,
} from '../../src/index.ts'

/** What must hold of the public surface, checked by the compiler alone: a defect here is a compile error of the project. Nothing of it is run. */

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Holds<Law extends true> = Law
type Orders = Sdk['mes']['orders']

/** Calls are promises of immutable values; a list is also an iteration over its rows. */
export type CallsAreTheirTypes = [
  Holds<Equal<ReturnType<Orders['list']>, PagedCall<mes.OrderPage, mes.Order>>>,
  Holds<Equal<ReturnType<Orders['get']>, ApiCall<mes.Order>>>,
  Holds<Equal<Awaited<ReturnType<Orders['list']>>, Immutable<mes.OrderPage>>>,
  Holds<Equal<Awaited<ReturnType<ReturnType<Orders['get']>['withMeta']>>, CallResult<mes.Order>>>,
]

export const readsAreImmutable = async (sdk: Sdk): Promise<void> => {
  const page = await sdk.mes.orders.list({ status: ['MANUFACTURING_APPROVED'], limit: 50 })
  // @ts-expect-error values are shared by all readers
  page.items.push(page.items[0])
  // @ts-expect-error at every depth
  page.nextCursor = null
  const order = await sdk.mes.orders.get('ord_1')
  // @ts-expect-error inside a member too
  order.price.amountMinor = 0
  for await (const row of sdk.mes.orders.list()) {
    // @ts-expect-error rows as well
    row.version = 8
  }
  const { value, cache, response, invalidation } = await sdk.mes.orders.get('ord_1').withMeta()
  // @ts-expect-error and what withMeta returns
  value.version = 8
  const source: 'memory' | 'redis' | 'origin' = cache.source
  const position: PositionToken | undefined = cache.position ?? invalidation?.position
  // @ts-expect-error a cache may have answered
  void [source, position, response.status]
}

export const responsesHaveTheirFields = async (sdk: Sdk): Promise<void> => {
  const order = await sdk.mes.orders.get('ord_1')
  const known: [string, number, string] = [order.id, order.version, order.price.currency]
  // @ts-expect-error a misspelt field
  void order.stauts
  // @ts-expect-error a field of another type
  const version: string = order.version
  // @ts-expect-error what may be null
  void order.assignee.operatorId
  // @ts-expect-error what may be absent
  const partner: string = order.partnerId
  // @ts-expect-error the call is a promise, not its value
  void sdk.mes.orders.get('ord_1').version
  void [known, version, partner]
}

export const parametersAreChecked = (sdk: Sdk): void => {
  void sdk.mes.orders.list()
  void sdk.mes.orders.list(
    {},
    { maxStaleness: '500ms', timeout: 5_000, cache: 'reload', signal: AbortSignal.timeout(5), atLeast: ['1:n:queued'] },
  )
  // @ts-expect-error a missing path parameter
  void sdk.mes.orders.get()
  // @ts-expect-error a path parameter of another type
  void sdk.mes.orders.get(42)
  // @ts-expect-error a misspelt query parameter
  void sdk.mes.orders.list({ stauts: ['SHIPPED'] })
  // @ts-expect-error a value that the enum does not have
  void sdk.mes.orders.list({ status: ['GONE'] })
  // @ts-expect-error one value for a list
  void sdk.mes.orders.list({ status: 'SHIPPED' })
  // @ts-expect-error a limit of another type
  void sdk.mes.orders.list({ limit: '50' })
  // @ts-expect-error a body that lacks a field
  void sdk.mes.quotes.create({ modelId: 'mod_1', materialCode: 'AU585', quantity: 2 })
  // @ts-expect-error no body
  void sdk.mes.quotes.create()
  // @ts-expect-error a body with a field too many
  void sdk.mes.quotes.create({ modelId: 'mod_1', materialCode: 'AU585', quantity: 2, currency: 'EUR', colour: 'red' })
}

export const callOptionsAreChecked = (sdk: Sdk): void => {
  // @ts-expect-error an option that does not exist
  void sdk.mes.orders.get('ord_1', { maxStalenes: '1s' })
  // @ts-expect-error a duration without a unit
  void sdk.mes.orders.get('ord_1', { timeout: '30' })
  // @ts-expect-error another way to use the cache
  void sdk.mes.orders.get('ord_1', { cache: 'no-store' })
  // @ts-expect-error an option of commands
  void sdk.mes.orders.get('ord_1', { ifMatch: 7 })
  // @ts-expect-error an option of reads
  void sdk.mes.orders.claim('ord_1', { ifMatch: 7, maxStaleness: 0 })
  void sdk.mes.orders.claim('ord_1', { ifMatch: 7, timeout: '5s' })
  void sdk.crm.orders.approve('ord_1', { ifMatch: '"7"' })
  // @ts-expect-error no ifMatch where the operation needs one
  void sdk.mes.orders.claim('ord_1', {})
  // @ts-expect-error no options where the operation needs ifMatch
  void sdk.mes.orders.claim('ord_1')
  // @ts-expect-error an idempotency key where the operation takes none
  void sdk.mes.orders.claim('ord_1', { ifMatch: 7, idempotencyKey: 'order-4711' })
  void sdk.mes.quotes.create(
    { modelId: 'mod_1', materialCode: 'AU585', quantity: 2, currency: 'EUR' },
    { idempotencyKey: 'order-4711' },
  )
}

export const sdkOptionsAreChecked = (): void => {
  const mesApi = { baseUrl: 'https://mes.example/v1' }
  void createSdk({ mes: mesApi, crm: { ...mesApi, auth: { bearer: async () => 'token' } }, retries: 1, timeout: '10s' }).close()
  void createSdk({ mes: mesApi, cache: { redis: 'redis://cache:6379', namespace: 'prod', principal: 'partner:42' } }).close()
  // @ts-expect-error no options
  createSdk()
  // @ts-expect-error an unknown option
  createSdk({ mes: mesApi, timout: 5 })
  // @ts-expect-error an API without a base URL
  createSdk({ mes: { auth: { apiKey: 'k' } } })
  // @ts-expect-error credentials of an unknown kind
  createSdk({ mes: { ...mesApi, auth: { basic: 'user' } } })
  // @ts-expect-error a text for credentials
  createSdk({ mes: { ...mesApi, auth: 'k' } })
  // @ts-expect-error Redis that may be missing, such as an environment variable
  createSdk({ mes: mesApi, cache: { redis: process.env['REDIS_URL'], namespace: 'prod', principal: 'p' } })
  // @ts-expect-error an unknown side
  createSdk({ mes: { ...mesApi, invalidates: 'both' } })
}

export const identitiesAreChecked = (sdk: Sdk): void => {
  void sdk.as({ principal: 'staff:operator', auth: { mes: { bearer: 'token' } } }).mes.orders.list()
  // @ts-expect-error no principal
  sdk.as({ auth: { mes: { bearer: 'token' } } })
  // @ts-expect-error credentials for an API that does not exist
  sdk.as({ principal: 'p', auth: { erp: { apiKey: 'k' } } })
}

export const guardsNarrow = (error: unknown): string => {
  // @ts-expect-error before a guard nothing is known
  void error.status
  if (isApiError(error)) {
    const status: number = error.status
    const retryAfterMs: number | undefined = error.retryAfterMs
    // @ts-expect-error a server may send no code
    const code: string = error.code
    return `${status} ${retryAfterMs} ${code}`
  }
  return isRequestValidationError(error) ? error.issues.map(({ path, message }) => `${path} ${message}`).join() : 'unknown'
}
