import { z } from 'zod'
import { ConfigurationError, refuseOption } from '../error/configuration-error.ts'
import { durationOption, parseOptions } from '../error/options.ts'
import type { Duration } from '../foundation/duration.ts'
import type { OperationDefinition } from '../operation/definition.ts'
import type { KitCall } from './calls.ts'
import type { AnswerOf, CallName, KitApi, OperationName, ParametersOf, ProblemCode } from './operation-types.ts'
import { operationsOf } from './routes.ts'

/** How often an answer is given. */
export interface Times {
  /** An integer of at least 1. Default: for every call from now on. */
  readonly times?: number
}

/** What a call of an operation is answered with, in place of the fakes' state. Answers for some calls only are used up in their order; then the newest of the others holds. */
export interface Answers<Api extends KitApi, Name extends OperationName<Api>> {
  /** @throws `ConfigurationError` for a value that the document does not describe */
  answers(value: AnswerOf<Api, Name>): void
  /** As `answers`, for one call. */
  answersOnce(value: AnswerOf<Api, Name>): void
  /** The function makes the answer of each call. What it throws, the call rejects with. */
  answersWith(answer: (call: KitCall<CallName & `${Api}.${Name}`>) => AnswerOf<Api, Name> | Promise<AnswerOf<Api, Name>>): void
  /** A failure that the document names. */
  fails(code: ProblemCode<Api>, options?: Times): void
  /** 429 with `Retry-After`. */
  rateLimited(options?: Times & { readonly retryAfter?: Duration }): void
  /** No answer comes: the time limit of the call ends it, or its caller. */
  hangs(options?: Times): void
  /** The connection breaks before an answer. */
  disconnects(options?: Times): void
  /** Any answer, valid or not. A text is sent as it is, anything else as JSON. */
  answersRaw(status: number, body?: unknown, headers?: Readonly<Record<string, string>>): void
}

/** What happens to a call. */
export type Reply =
  | { readonly kind: 'value'; readonly make: (call: KitCall) => unknown }
  | { readonly kind: 'problem'; readonly code: string; readonly retryAfterMs?: number | undefined }
  | { readonly kind: 'raw'; readonly status: number; readonly body: unknown; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'hangs' | 'disconnects' }

interface Scripted {
  readonly operation: OperationDefinition
  readonly parameters: Readonly<Record<string, unknown>>
  readonly reply: Reply
  left: number
}

const COUNT = 'an integer of at least 1'
const timesSchema = z.strictObject({ times: z.int(COUNT).min(1, COUNT).optional(), retryAfter: durationOption().optional() })

/** The answers that a test has defined for one API. */
export class Script<Api extends KitApi> {
  readonly #api: Api
  readonly #scripted: Scripted[] = []

  constructor(api: Api) {
    this.#api = api
  }

  /** @throws {ConfigurationError} for an operation that the document does not have, or a parameter that the operation does not have */
  on<Name extends OperationName<Api>>(name: Name, parameters: Partial<ParametersOf<Api, Name>> = {}): Answers<Api, Name> {
    const operation = operationsOf[this.#api].find(({ id }) => id === name)
    if (operation === undefined)
      throw refuseOption('operation', name, `one of ${operationsOf[this.#api].map(({ id }) => id).join(', ')}`)
    const add = (reply: Reply, left = Number.POSITIVE_INFINITY): void =>
      void this.#scripted.push({ operation, parameters, reply, left })
    const value = (given: unknown): Reply => {
      checkAnswer(this.#api, operation, given)
      return { kind: 'value', make: () => given }
    }
    const times = (options: Times = {}): number | undefined => parseOptions(timesSchema, options).times
    return {
      answers: (given) => add(value(given)),
      answersOnce: (given) => add(value(given), 1),
      answersWith: (answer) => add({ kind: 'value', make: answer as (call: KitCall) => unknown }),
      fails: (code, options) => add({ kind: 'problem', code }, times(options)),
      rateLimited: (options = {}) => {
        const { retryAfter, times: count } = parseOptions(timesSchema, options)
        add({ kind: 'problem', code: 'rate-limited', retryAfterMs: retryAfter }, count)
      },
      hangs: (options) => add({ kind: 'hangs' }, times(options)),
      disconnects: (options) => add({ kind: 'disconnects' }, times(options)),
      answersRaw: (status, body, headers = {}) => add({ kind: 'raw', status, body, headers }),
    }
  }

  /** The reply for a call, which is used up by it where it is for some calls only. */
  take(operation: OperationDefinition, parameters: Readonly<Record<string, unknown>>): Reply | undefined {
    const matching = this.#scripted.filter(
      (one) => one.operation === operation && one.left > 0 && matches(one.parameters, parameters),
    )
    const found = matching.find(({ left }) => left !== Number.POSITIVE_INFINITY) ?? matching.at(-1)
    if (found !== undefined) found.left--
    return found?.reply
  }

  /** What was defined, in words. */
  get defined(): readonly string[] {
    return [
      ...new Set(this.#scripted.map(({ operation, parameters }) => `${this.#api}.${operation.id} ${JSON.stringify(parameters)}`)),
    ]
  }
}

const matches = (wanted: Readonly<Record<string, unknown>>, given: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(wanted).every(([name, value]) => value === undefined || JSON.stringify(value) === JSON.stringify(given[name]))

/** Status of the first success that the document describes; what is created is new, where the document tells that apart. */
export const successOf = ({ method, responses }: OperationDefinition): number =>
  method === 'POST' && 201 in responses
    ? 201
    : (Object.keys(responses)
        .map(Number)
        .find((status) => status >= 200 && status < 300) ?? 200)

const checkAnswer = (api: KitApi, operation: OperationDefinition, value: unknown): void => {
  const schema = operation.responses[successOf(operation)]
  const issue = schema?.safeParse(value).error?.issues[0]
  if (issue === undefined) return
  throw new ConfigurationError(`${[`${api}.${operation.id}`, ...issue.path.map(String)].join('.')}: ${issue.message}`)
}
