import { type FakeRequest, Refusal } from './answers.ts'

interface Remembered {
  readonly request: string
  readonly answer: Response
}

/** Answers of creations by their idempotency keys: a request that comes again gets the same answer, and creates nothing. */
export class Idempotency {
  readonly #remembered = new Map<string, Remembered>()

  /** @throws {Refusal} where the key stood for another request */
  answer(request: FakeRequest, create: () => Response | undefined): Response | undefined {
    const key = request.operation.idempotencyKey === true ? request.headers.get('idempotency-key') : null
    if (request.operation.idempotencyKey === true && key === null) throw new Refusal('precondition-required')
    if (key === null) return create()
    if (!/^[\w-]{8,128}$/.test(key)) throw new Refusal('validation-failed')
    const text = JSON.stringify([request.operation.id, request.body])
    const known = this.#remembered.get(key)
    if (known !== undefined && known.request !== text) throw new Refusal('idempotency-key-reused')
    const answer = known?.answer ?? create()
    if (answer !== undefined) this.#remembered.set(key, { request: text, answer })
    return answer?.clone()
  }
}
