import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Principal } from '../../shared/api/principal.ts'
import { Problem, type ProblemCode } from '../../shared/api/problem.ts'
import type { Writes, TaggedWrite } from '../../shared/service/writes.ts'
import type { Intent } from '../database/answers.ts'
import type { Creation } from '../database/creation.ts'

/** What a create asks for, named by its key. */
export function intentOf(request: FastifyRequest, operation: string): Intent {
  return { principal: intender(request.principal), key: idempotencyKey(request), request: digestOf(operation, request.body) }
}

export type Done<Body> = Exclude<Creation<Body, never>, { readonly outcome: 'refused' }>

/** Only something new is a write; an answer that was given before, or to an identical request, changes nothing. */
export async function commitCreation<Body>(
  writes: Writes,
  creation: Creation<Body, ProblemCode>,
  describe: (body: Body) => Omit<TaggedWrite, 'commit'>,
): Promise<Done<Body>> {
  if (creation.outcome === 'refused') throw new Problem(creation.refusal)
  if (creation.outcome === 'created') {
    await writes.commit(
      async () => creation,
      ({ answer, commit }) => ({ ...describe(answer.body), commit }),
    )
  }
  return creation
}

/** Whose key it is: two principals that choose the same key mean two things. */
function intender(principal: Principal): string {
  return principal.kind === 'partner' ? principal.partnerId : `staff:${principal.id}`
}

function idempotencyKey({ headers }: FastifyRequest): string {
  const key = headers['idempotency-key']
  if (key === undefined) throw new Problem('precondition-required', { detail: 'Idempotency-Key is required' })
  if (typeof key === 'string' && /^[A-Za-z0-9_-]{8,128}$/.test(key)) return key
  throw new Problem('validation-failed', {
    errors: [{ pointer: 'Idempotency-Key', detail: 'must be 8 to 128 letters, digits, - or _' }],
  })
}

/** Equal for equal requests, however their members are ordered. */
function digestOf(operation: string, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([operation, sorted(body)]))
    .digest('hex')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => [name, sorted(member)])
}
