import { RequestValidationError, ResponseValidationError } from '../error/validation-errors.ts'
import type { Immutable } from '../key/json.ts'
import { ApiCall, type CallResult } from './api-call.ts'
import { DEFAULT_PAGING, type OperationDefinition } from './definition.ts'

type Cursor = string | number

/** Pages without a row that may follow each other: a server that filters after it has paged sends some. */
const MAX_EMPTY_PAGES = 100

/** Loads the page behind a cursor, at least as new as the first page. */
export type NextPage<P> = (cursor: Cursor, first: CallResult<P>) => Promise<CallResult<P>>

/** Which rows an iteration gives. */
export interface ItemsOptions {
  /** At most so many rows; no page is loaded that would not be needed. Default: all of them. */
  readonly limit?: number
}

/** A call for a page of a list: a promise of the first page, and an iteration over the rows of all pages. */
export class PagedCall<P, I> extends ApiCall<P> implements AsyncIterable<Immutable<I>> {
  readonly #operation: OperationDefinition<P>
  readonly #next: NextPage<P>

  constructor(first: CallResult<P> | Promise<CallResult<P>>, operation: OperationDefinition<P>, next: NextPage<P>) {
    super(first)
    this.#operation = operation
    this.#next = next
  }

  /** The rows of every page, as `items()` gives them. */
  [Symbol.asyncIterator](): AsyncGenerator<Immutable<I>, void, undefined> {
    return this.items()
  }

  /**
   * The rows of every page. Pages are loaded as they are needed; none is older than the first.
   *
   * @throws {RequestValidationError} for a limit that is no integer of 0 or more
   * @throws {ResponseValidationError} for a cursor that comes twice or cannot be sent, and for 100 empty pages in a row
   *
   * @example
   * for await (const order of sdk.mes.orders.list({ status: ['SHIPPED'] }).items({ limit: 500 })) console.log(order.id)
   */
  items({ limit = Number.POSITIVE_INFINITY }: ItemsOptions = {}): AsyncGenerator<Immutable<I>, void, undefined> {
    this.#heardByLoop()
    return this.#items(limit)
  }

  /**
   * The pages, each loaded when it is asked for; none is older than the first.
   *
   * @throws {ResponseValidationError} for a cursor that comes twice or cannot be sent, and for 100 empty pages in a row
   */
  pages(): AsyncGenerator<Immutable<P>, void, undefined> {
    this.#heardByLoop()
    return this.#pages()
  }

  /** A loop throws what the first page rejects with, and may begin later than that; one failure is enough. */
  #heardByLoop(): void {
    this.catch(() => {})
  }

  async *#items(limit: number): AsyncGenerator<Immutable<I>, void, undefined> {
    if (!(Number.isInteger(limit) && limit >= 0) && limit !== Number.POSITIVE_INFINITY) {
      throw new RequestValidationError(
        this.#operation.id,
        [{ path: 'limit', message: 'expected an integer of 0 or more' }],
        this.#operation.api,
      )
    }
    let left = limit
    for await (const page of this.#pages()) {
      const { items } = readPage<P, I>(this.#operation, page)
      yield* items.slice(0, left)
      left -= items.length
      if (left <= 0) return
    }
  }

  async *#pages(): AsyncGenerator<Immutable<P>, void, undefined> {
    const first = await this.withMeta()
    let page = first
    const { items: itemsAt, next: nextAt } = this.#operation.paging ?? DEFAULT_PAGING
    const seen = new Set<Cursor>()
    let empty = 0
    for (;;) {
      yield page.value
      const { items, cursor } = readPage<P, I>(this.#operation, page.value)
      if (cursor === undefined) return
      if (seen.has(cursor)) throw this.#refuse(nextAt, 'the same cursor twice')
      if (!String(cursor).isWellFormed())
        throw this.#refuse(nextAt, 'expected a cursor that can be sent, got one with half of a character (a lone surrogate)')
      empty = items.length === 0 ? empty + 1 : 0
      if (empty === MAX_EMPTY_PAGES)
        throw this.#refuse(itemsAt, `expected an item, or no further cursor, in one of ${MAX_EMPTY_PAGES} pages in a row`)
      seen.add(cursor)
      page = await this.#next(cursor, first)
    }
  }

  #refuse(path: string, message: string): ResponseValidationError {
    return new ResponseValidationError(this.#operation.id, 200, 'none', [{ path, message }], 1, this.#operation.api)
  }
}

const readPage = <P, I>(
  { api, id, paging }: OperationDefinition<P>,
  page: Immutable<P>,
): { items: readonly Immutable<I>[]; cursor: Cursor | undefined } => {
  const { items, next } = paging ?? DEFAULT_PAGING
  const { [items]: rows, [next]: cursor } = page as Readonly<Record<string, unknown>>
  if (!Array.isArray(rows))
    throw new ResponseValidationError(id, 200, 'none', [{ path: items, message: 'expected a list' }], 1, api)
  return {
    items: rows as readonly Immutable<I>[],
    cursor: (typeof cursor === 'string' && cursor !== '') || typeof cursor === 'number' ? cursor : undefined,
  }
}
