import type { Call, OrderBody } from './client.ts'

type Request = readonly [path: string, call?: Call]

/** Path and call, given an order that the operation may be tried on, and the server, where something must be prepared. */
export type Attempt = (order: OrderBody, url: string) => Request | Promise<Request>

/** One request and what its answer must be. */
export interface Case {
  readonly operation: string
  readonly status: number
  /** Code of the problem, where the answer is one. */
  readonly code?: string
  readonly name: string
  readonly attempt: Attempt
  /** Status of the order that it is tried on. */
  readonly on: string
}

const STATUS_OF: Readonly<Record<string, number>> = {
  'validation-failed': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'order-already-claimed': 409,
  'invalid-transition': 409,
  'model-not-ready': 409,
  'upload-incomplete': 409,
  'quote-expired': 409,
  'quote-not-succeeded': 409,
  'idempotency-key-reused': 409,
  'version-mismatch': 412,
  'model-rejected': 422,
  'precondition-required': 428,
}

/** The cases of an operation, tried on orders of a status. */
export class CaseList {
  readonly cases: Case[] = []
  readonly #operation: string
  readonly #on: string

  constructor(operation: string, on = 'MANUFACTURING_APPROVED') {
    this.#operation = operation
    this.#on = on
  }

  answers(status: number, name: string, attempt: Attempt): this {
    this.cases.push({ operation: this.#operation, status, name, attempt, on: this.#on })
    return this
  }

  refuses(code: string, name: string, attempt: Attempt, on = this.#on): this {
    this.cases.push({ operation: this.#operation, status: STATUS_OF[code] ?? 0, code, name, attempt, on })
    return this
  }
}
