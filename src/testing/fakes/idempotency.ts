import { canonicalJson } from '../../key/canonical.ts'
import { type FakeRequest, Refusal } from './answers.ts'

interface Remembered {
  readonly request: string
  readonly answer: Response
  readonly at: number
}

const KEPT_FOR_MS = 86_400_000

/** Answers of creations by their idempotency keys, each principal's apart, for a day: a request that comes again gets the same answer, and creates nothing. */
export class Idempotency {
  readonly #now: () => number
  /** By partner; staff by identity; all together where credentials do not count. */
  readonly #remembered = new Map<unknown, Map<string, Remembered>>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** @throws {Refusal} where the key is missing or malformed, or stood for another request */
  answer(request: FakeRequest, create: () => Response | undefined): Response | undefined {
    if (request.operation.idempotencyKey !== true) return create()
    const key = keyOf(request)
    const remembered = this.#of(request)
    const text = canonicalJson({ operation: request.operation.id, body: request.body })
    const found = remembered.get(key)
    const known = found !== undefined && found.at > this.#now() - KEPT_FOR_MS ? found : undefined
    if (known !== undefined && known.request !== text) throw new Refusal('idempotency-key-reused')
    const answer = known?.answer ?? create()
    if (answer !== undefined && known === undefined) remembered.set(key, { request: text, answer, at: this.#now() })
    return answer?.clone()
  }

  #of({ identity }: FakeRequest): Map<string, Remembered> {
    const principal = identity?.partner ?? identity
    const found = this.#remembered.get(principal) ?? new Map<string, Remembered>()
    this.#remembered.set(principal, found)
    return found
  }
}

const keyOf = ({ headers }: FakeRequest): string => {
  const key = headers.get('idempotency-key')
  if (key === null) throw new Refusal('precondition-required')
  if (/^[\w-]{8,128}$/.test(key)) return key
  throw new Refusal('validation-failed', [{ pointer: 'Idempotency-Key', detail: 'must be 8 to 128 letters, digits, - or _' }])
}
