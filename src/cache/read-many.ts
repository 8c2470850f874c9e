import { errorKindOf } from '../error/error-kind.ts'
import { operationSpan, type Span, traced } from '../foundation/tracing.ts'
import { BatchLoad, type Limited, type ManyLoader } from './batch-load.ts'
import type { ReadPath } from './read-path.ts'
import { isWithinLoad, runApart } from './nested-load.ts'
import type { Question } from './read-plan.ts'
import { planOf, type ReadRequest } from './read-request.ts'

/** One of many that are read together. */
export interface OneOfMany<Id, T> {
  readonly id: Id
  readonly request: ReadRequest<T>
  readonly question: Question
}

interface Shared {
  readonly span: Span | undefined
  readonly patienceMs: number
}

/** The values of many, in their order. Reads of one turn share a round trip to the shared tier; what is loaded shares a call. */
export const readMany = async <Id, T>(
  reads: ReadPath,
  asked: readonly OneOfMany<Id, T>[],
  load: ManyLoader<Id, T>,
  patienceMs: number,
): Promise<readonly unknown[]> => {
  const distinct = new Map(asked.map((one) => [one.question.key.text, one]))
  const values = new Map([...distinct].map(([key, { question }]) => [key, reads.recallValue(question)]))
  const missing = [...distinct.values()].filter(({ question }) => values.get(question.key.text) === undefined)
  const inOrder = (): Promise<readonly unknown[]> =>
    Promise.all(asked.map(({ question: { key } }) => Promise.resolve(values.get(key.text))))
  const [first] = missing
  if (first === undefined) return inOrder()
  const {
    question,
    request: { signal },
  } = first
  const describe = (verb: string, keys: number) =>
    operationSpan(verb, reads.coherence.namespace, question, { 'mescrm.keys': keys })
  return traced(
    () => describe('read', missing.length),
    (cause) => errorKindOf(cause, signal),
    (span) => {
      const loadAll: ManyLoader<OneOfMany<Id, T>, T> = (ones, context) =>
        load(
          ones.map(({ id }) => id),
          context,
        )
      const batch = new BatchLoad(missing, loadAll, limitedFor(reads, question), reads.clock, (keys) => ({
        ...describe('load', keys),
        links: [span],
      }))
      for (const one of missing) values.set(one.question.key.text, readOne(reads, one, batch, { span, patienceMs }))
      return inOrder()
    },
  )
}

const readOne = async <Id, T>(
  reads: ReadPath,
  one: OneOfMany<Id, T>,
  batch: BatchLoad<OneOfMany<Id, T>, T>,
  { span, patienceMs }: Shared,
): Promise<unknown> => {
  const plan = planOf(one.question, one.request, (context) => batch.want(one, context), patienceMs)
  try {
    return (await reads.read({ ...plan, maxConcurrentLoads: undefined, span, isOneOfMany: true })).value
  } finally {
    batch.decide(one)
  }
}

/** The common call takes one place among the loads under way; within another load it has one already. */
const limitedFor = (reads: ReadPath, { api, operation, mode }: Question): Limited => {
  if (isWithinLoad() || mode === 'bypass') return (_waiters, load) => load()
  return (waiters, load) => runApart(() => reads.limit.run({ api, operation }, Number.POSITIVE_INFINITY, waiters, load))
}
