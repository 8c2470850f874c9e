import { RequestValidationError, ResponseValidationError } from '../error/validation-errors.ts'
import type { Immutable } from '../key/json.ts'
import { ApiCall, type CallResult } from './api-call.ts'
import type { OperationDefinition, Paging } from './definition.ts'

/** Loads the page behind a cursor, at least as new as the first page. */
export type NextPage<P> = (cursor: string, first: CallResult<P>) => Promise<CallResult<P>>

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
   *
   * @example
   * for await (const order of sdk.mes.orders.list({ status: ['SHIPPED'] }).items({ limit: 500 })) console.log(order.id)
   */
  items({ limit = Number.POSITIVE_INFINITY }: ItemsOptions = {}): AsyncGenerator<Immutable<I>, void, undefined> {
    this.#heardByLoop()
    return this.#items(limit)
  }

  /** The pages, each loaded when it is asked for; none is older than the first. */
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
      throw new RequestValidationError(this.#operation.id, [{ path: 'limit', message: 'expected an integer of 0 or more' }], this.#operation.api)
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
    const seen = new Set<string>()
    for (;;) {
      yield page.value
      const { cursor } = readPage<P, I>(this.#operation, page.value)
      if (cursor === undefined) return
      if (seen.has(cursor)) throw this.#refuse(this.#operation.paging?.next ?? DEFAULT_PAGING.next, 'the same cursor twice')
      seen.add(cursor)
      page = await this.#next(cursor, first)
    }
  }

  #refuse(path: string, message: string): ResponseValidationError {
    return new ResponseValidationError(this.#operation.id, 200, 'none', [{ path, message }], 1, this.#operation.api)
  }
}

const readPage = <P, I>({ api, id, paging }: OperationDefinition<P>, page: Immutable<P>): { items: readonly Immutable<I>[]; cursor: string | undefined } => {
  const { items, next } = paging ?? DEFAULT_PAGING
  const { [items]: rows, [next]: cursor } = page as Readonly<Record<string, unknown>>
  if (!Array.isArray(rows)) throw new ResponseValidationError(id, 200, 'none', [{ path: items, message: 'expected a list' }], 1, api)
  return { items: rows as readonly Immutable<I>[], cursor: typeof cursor === 'string' && cursor !== '' ? cursor : undefined }
}

const DEFAULT_PAGING: Paging = { cursor: 'cursor', items: 'items', next: 'nextCursor' }
