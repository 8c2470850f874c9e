import { BatchLoad, type Limited, type ManyLoader } from './batch-load.ts'
import type { Cache } from './cache.ts'
import { isWithinLoad, runApart } from './nested-load.ts'
import type { Question } from './read-plan.ts'
import { planOf, type ReadRequest } from './read-request.ts'

/** One of many that are read together. */
export interface OneOfMany<Id, T> {
  readonly id: Id
  readonly request: ReadRequest<T>
  readonly question: Question
}

/** The values of many, in their order. Reads of one turn share a round trip to the shared tier; what is loaded shares a call. */
export const readMany = async <Id, T>(
  reads: Cache,
  asked: readonly OneOfMany<Id, T>[],
  load: ManyLoader<Id, T>,
): Promise<readonly unknown[]> => {
  const distinct = new Map(asked.map((one) => [one.question.key.text, one]))
  const values = new Map([...distinct].map(([key, { question }]) => [key, reads.recallValue(question)]))
  const missing = [...distinct.values()].filter(({ question }) => values.get(question.key.text) === undefined)
  const batch = new BatchLoad(missing, (ones, context) => load(ones.map(({ id }) => id), context), limitedFor(reads, asked[0]?.question), reads.clock)
  for (const one of missing) values.set(one.question.key.text, readOne(reads, one, batch))
  return Promise.all(asked.map(({ question: { key } }) => Promise.resolve(values.get(key.text))))
}

const readOne = async <Id, T>(reads: Cache, one: OneOfMany<Id, T>, batch: BatchLoad<OneOfMany<Id, T>, T>): Promise<unknown> => {
  const plan = planOf(one.question, one.request, (context) => batch.want(one, context))
  try {
    return (await reads.read({ ...plan, maxConcurrentLoads: undefined })).value
  } finally {
    batch.decide(one)
  }
}

/** The common call takes one place among the loads under way; within another load it has one already. */
const limitedFor = (reads: Cache, question: Question | undefined): Limited => {
  if (isWithinLoad() || question?.mode === 'bypass') return (_waiters, load) => load()
  return (waiters, load) => runApart(() => reads.limit.run({ api: question?.api, operation: question?.operation }, Number.POSITIVE_INFINITY, waiters, load))
}
