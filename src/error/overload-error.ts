import { isSdkError, SdkError, operationText } from './sdk-error.ts'

/** So many loads of an operation are under way and waiting that another one was refused, to protect its origin. */
export class OverloadError extends SdkError {
  readonly kind = 'overload'
  /** Name of the API, such as `mes`; `undefined` for loads of `createCache`. */
  readonly api: string | undefined
  /** `undefined` for loads of `createCache` that name none. */
  readonly operation: string | undefined

  constructor(operation: string | undefined, running: number, waiting: number, api?: string) {
    super(
      `${operationText({ api, operation: operation ?? 'load' })}: refused, since ${running} loads are under way and ${waiting} wait (loads.maxConcurrent, loads.maxWaiting)`,
    )
    this.api = api
    this.operation = operation
  }
}

export const isOverloadError = (error: unknown): error is OverloadError => isSdkError(error) && error.kind === 'overload'
