import { ConfigurationError, refuseOption } from '../../error/configuration-error.ts'
import { decodeJson } from '../../key/frozen-json.ts'
import { encodeJson, findUnkept, type Immutable } from '../../key/json.ts'
import { ApiCall, type CallResult } from '../../operation/api-call.ts'
import type { OperationDefinition } from '../../operation/definition.ts'
import { PagedCall } from '../../operation/paged-call.ts'

/** A page of rows. */
export interface Page<Row> {
  readonly items: readonly Row[]
  /** Cursor of the next page, null on the last one. */
  readonly nextCursor: string | null
}

/** Builds what the client's methods return, for a service that is given functions of `vi.fn` or `jest.fn` instead of an SDK. */
export interface CallBuilders {
  /**
   * A page of rows. It is the last one, unless it has a cursor.
   *
   * @example
   * build.page([build.mes.order(), build.mes.order()], { nextCursor: 'page_2' })
   */
  page<Row>(items: readonly Row[], options?: { readonly nextCursor?: string | null }): Page<Row>
  /**
   * A call that answers a frozen copy of the value, or fails as the promise does. It can be awaited, and `withMeta()` says that the API
   * answered it now.
   *
   * @example
   * const getOrder = vi.fn().mockReturnValue(build.apiCall(build.mes.order()))
   */
  apiCall<T>(value: T | Promise<T>): ApiCall<T>
  /**
   * A call for a list of these pages, in this order: its first page when it is awaited, their rows when it is iterated. A page
   * without a cursor that is not the last one gets one.
   *
   * @throws {ConfigurationError} for no page, for a cursor on the last one, and for a cursor that comes twice
   *
   * @example
   * const list = vi.fn().mockReturnValue(build.pagedCall([build.page([build.mes.order()]), build.page([build.mes.order()])]))
   */
  pagedCall<P extends Page<unknown>>(pages: readonly P[]): PagedCall<P, P['items'][number]>
}

/** A deep-frozen copy, as the client answers: a service that changes what it reads fails in its test as well. Bytes stay as they are. */
const frozenCopy = (value: unknown): unknown =>
  value === undefined || findUnkept(value) !== undefined ? value : decodeJson(encodeJson(value)).value

const resultOf = <T>(value: T): CallResult<T> => ({
  value: frozenCopy(value) as Immutable<T>,
  cache: { source: 'origin', state: 'fresh', ageMs: 0, position: undefined },
  response: { status: 200, headers: new Headers(), requestId: 'built', attempts: 1 },
  invalidation: undefined,
})

const settle = async <T>(value: Promise<T>): Promise<CallResult<T>> => resultOf((await value) as T)

/** Of this realm or of another one: test runners have several. */
const isPromise = <T>(value: T | Promise<T>): value is Promise<T> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

/** A call that fails before a test awaits it is no unhandled rejection: it is given to code that will. */
const apiCall = <T>(value: T | Promise<T>): ApiCall<T> => {
  const call = new ApiCall<T>(isPromise(value) ? settle(value) : resultOf(value))
  call.catch(() => {})
  return call
}

const pagedCall = <P extends Page<unknown>>(pages: readonly P[]): PagedCall<P, P['items'][number]> => {
  const linked = link(pages)
  const [first] = linked
  if (first === undefined) throw refuseOption('pages', pages, 'at least one page')
  const next = async (cursor: string | number): Promise<CallResult<P>> => {
    const page = linked[linked.findIndex(({ nextCursor }) => nextCursor === cursor) + 1]
    if (page === undefined) throw new TypeError(`no page follows the cursor ${cursor}`)
    return resultOf(page)
  }
  return new PagedCall<P, P['items'][number]>(resultOf(first), listOperation as OperationDefinition<P>, next)
}

/** What a list needs to know of its operation: names for messages. */
const listOperation = { id: 'pagedCall', api: 'build' } as OperationDefinition

/** The pages, each with a cursor that leads to the next one. */
const link = <P extends Page<unknown>>(pages: readonly P[]): readonly P[] => {
  if (!Array.isArray(pages)) throw refuseOption('pages', pages, 'an array of pages')
  const seen = new Set<string>()
  return pages.map((page, index) => {
    const place = `pages.${index}`
    if (typeof page !== 'object' || page === null || !Array.isArray(page.items))
      throw refuseOption(`${place}.items`, (page as Partial<P> | null)?.items, 'an array of rows')
    const isLast = index === pages.length - 1
    const { nextCursor = null } = page
    if (isLast && nextCursor !== null)
      throw new ConfigurationError(`${place}.nextCursor: expected null on the last page, got "${nextCursor}"`)
    const cursor = isLast ? null : (nextCursor ?? `page_${index + 2}`)
    if (cursor !== null && seen.has(cursor))
      throw new ConfigurationError(`${place}.nextCursor: expected another cursor than the pages before, got "${cursor}"`)
    if (cursor !== null) seen.add(cursor)
    return { ...page, nextCursor: cursor }
  })
}

export const callBuilders: CallBuilders = {
  page: (items, { nextCursor = null } = {}) => ({ items: [...items], nextCursor }),
  apiCall,
  pagedCall,
}
