import { isSdkError, SdkError } from '../error/sdk-error.ts'

/** A request that nothing in the kit answers. */
export interface UnmockedCall {
  /** Name of the API; `undefined` for an address that leads to none of the kit's APIs. */
  readonly api: string | undefined
  /** Operation id; `undefined` where the API's document has no such operation. */
  readonly operation: string | undefined
  readonly method: string
  /** Path below the base URL, or the whole address of another server, without its query. */
  readonly path: string
  readonly parameters: Readonly<Record<string, unknown>>
}

const ANSWERED = 'the operations of the documents of MES and CRM'

/** A call reached the kit, and nothing in it answers: neither the fakes nor an answer that the test defined. It is never repeated. */
export class UnmockedCallError extends SdkError implements UnmockedCall {
  readonly kind = 'configuration'
  readonly api: string | undefined
  readonly operation: string | undefined
  readonly method: string
  readonly path: string
  readonly parameters: Readonly<Record<string, unknown>>

  /** @param defined what the test defined by `on(…)`, in words */
  constructor({ api, operation, method, path, parameters }: UnmockedCall, defined: readonly string[]) {
    const named = operation === undefined ? `${api === undefined ? '' : `${api}: `}${method} ${path}` : `${api}.${operation}`
    super(
      `${named} ${JSON.stringify(parameters)}: expected an answer, got none. The kit answers ${[ANSWERED, ...defined].join(', ')}.`,
    )
    this.api = api
    this.operation = operation
    this.method = method
    this.path = path
    this.parameters = parameters
  }

  override get name(): string {
    return NAME
  }
}

const NAME = 'UnmockedCallError'

/** Whether nothing in a kit answered a call, whichever copy of the package says so. */
export const isUnmockedCallError = (error: unknown): error is UnmockedCallError => isSdkError(error) && error.name === NAME
