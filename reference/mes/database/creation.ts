import type { ProblemCode } from '../../shared/api/problem.ts'
import type { Connection } from '../../shared/database/sqlite.ts'
import { commitInstant, type CommitInstant } from '../../shared/orders/commit.ts'
import { findAnswer, rememberAnswer, type Answer, type Intent } from './answers.ts'

/** What became of a create: something new, an answer that was given before or to an identical request, or a refusal. */
export type Creation<Body, Refusal extends ProblemCode> =
  | { readonly outcome: 'created'; readonly answer: Answer<Body>; readonly commit: CommitInstant }
  | { readonly outcome: 'existing'; readonly answer: Answer<Body> }
  | { readonly outcome: 'refused'; readonly refusal: Refusal | 'idempotency-key-reused' }

/** What a create has made inside of its transaction, what it has found there, or why neither. */
export type Draft<Body, Refusal extends ProblemCode> =
  | { readonly outcome: 'created' | 'existing'; readonly answer: Answer<Body> }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }

/** Runs a create in one transaction, at most once for each intent: a repetition gets the first answer. */
export function create<Body, Refusal extends ProblemCode>(
  connection: Connection,
  intent: Intent,
  now: number,
  draft: () => Draft<Body, Refusal>,
): Creation<Body, Refusal> {
  const result = connection.transaction((): Draft<Body, Refusal | 'idempotency-key-reused'> => {
    const before = findAnswer<Body>(connection, intent, now)
    if (before === 'reused') return { outcome: 'refused', refusal: 'idempotency-key-reused' }
    if (before !== null) return { outcome: 'existing', answer: before }
    const made = draft()
    if (made.outcome !== 'refused') rememberAnswer(connection, intent, made.answer, now)
    return made
  })
  switch (result.outcome) {
    case 'created':
      return { outcome: 'created', answer: result.answer, commit: commitInstant() }
    case 'existing':
      return { outcome: 'existing', answer: result.answer }
    case 'refused':
      return result
  }
}
