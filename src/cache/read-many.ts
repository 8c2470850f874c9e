import { operationSpan, type Span, traced, type SpanStart } from '../foundation/tracing.ts'
import type { ReadPath } from './read-path.ts'
import { isWithinLoad, runOutsideLoad, type LoadUnderWay, loadUnderWay, runWithinAll, type Waiters } from './nested-load.ts'
import type { Question, LoadContext } from './read-plan.ts'
import { planOf, type ReadRequest } from './read-request.ts'
import { refuseOption } from '../error/configuration-error.ts'
import type { Clock, Timer } from '../foundation/clock.ts'
import { untilAborted } from '../foundation/time-limit.ts'
import { errorKindOf } from '../error/sdk-error.ts'

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
const limitedFor = (reads: ReadPath, { api, operation, mode }: Question): RunLimited => {
  if (isWithinLoad() || mode === 'bypass') return (_waiters, load) => load()
  return (waiters, load) => runOutsideLoad(() => reads.limit.run({ api, operation }, Number.POSITIVE_INFINITY, waiters, load))
}

/** Loads the values of these ids, in their order. */
export type ManyLoader<Id, T> = (ids: readonly Id[], context: LoadContext) => Promise<readonly T[]> | readonly T[]

interface Wanted<Id, T> {
  readonly id: Id
  readonly context: LoadContext
  /** The load of this one's own key, of which the common call is a part. */
  readonly load: LoadUnderWay | undefined
  readonly resolve: (value: T) => void
  readonly reject: (cause: unknown) => void
}

/** How long the first that has to be loaded waits for the others, in milliseconds: answers of one round trip may come in two pieces. */
const GATHER_MS = 2

/**
 * The loads of many keys by as few calls of one loader as can be: those that have to be loaded are gathered until it is known of all
 * whether they do, or for a moment. A call begins after the load of each key that it is made for, so each key's stamp is its own.
 */
class BatchLoad<Id, T> {
  readonly #load: ManyLoader<Id, T>
  readonly #limited: RunLimited
  readonly #clock: Clock
  readonly #describe: (keys: number) => SpanStart
  #wanted: Wanted<Id, T>[] = []
  readonly #undecided: Set<Id>
  #timer: Timer | undefined

  /** @param describe the span of a call, for a number of keys */
  constructor(
    ids: Iterable<Id>,
    load: ManyLoader<Id, T>,
    limited: RunLimited,
    clock: Clock,
    describe: (keys: number) => SpanStart,
  ) {
    this.#undecided = new Set(ids)
    this.#load = load
    this.#limited = limited
    this.#clock = clock
    this.#describe = describe
  }

  /** The value of one that has to be loaded. */
  want(id: Id, context: LoadContext): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#wanted.push({ id, context, load: loadUnderWay(), resolve, reject })
      this.#timer ??= this.#clock.timer(GATHER_MS, () => this.#call())
      this.decide(id)
    })
  }

  /** Known of one: it has to be loaded, or not. */
  decide(id: Id): void {
    this.#undecided.delete(id)
    if (this.#undecided.size === 0 && this.#wanted.length > 0) this.#call()
  }

  #call(): void {
    this.#timer?.stop()
    this.#timer = undefined
    const wanted = this.#wanted.filter(({ context: { signal }, reject }) => !signal.aborted || reject(signal.reason))
    this.#wanted = []
    if (wanted.length === 0) return
    this.#values(wanted).then(
      (values) => wanted.forEach(({ resolve }, index) => resolve(values[index] as T)),
      (cause: unknown) => wanted.forEach(({ reject }) => reject(cause)),
    )
  }

  async #values(wanted: readonly Wanted<Id, T>[]): Promise<readonly T[]> {
    const signal = whenAllAbort(wanted.map(({ context }) => context.signal))
    const cachePosition = wanted.at(-1)?.context.cachePosition ?? ''
    const ids = wanted.map(({ id }) => id)
    const loads = wanted.flatMap(({ load }) => load ?? [])
    const hurried = AbortSignal.any(loads.flatMap((load) => load.hurried ?? []))
    const values = await traced(
      () => this.#describe(ids.length),
      (cause) => errorKindOf(cause, signal),
      (span) => {
        for (const { awaitedUnder } of loads) awaitedUnder?.loadedIn(span)
        return this.#limited({ signal, hurried }, () =>
          untilAborted(
            runWithinAll(loads, async () => this.#load(ids, { signal, cachePosition })),
            signal,
          ),
        )
      },
    )
    if (!Array.isArray(values) || values.length !== ids.length) {
      throw refuseOption(
        'load',
        Array.isArray(values) ? `${values.length} values` : values,
        `${ids.length} values, in the order of the ids`,
      )
    }
    return values
  }
}

/** Runs a load in its turn. */
type RunLimited = <T>(waiters: Waiters, load: () => Promise<T>) => Promise<T>

/** Aborted when nobody waits for any of the values any longer. */
const whenAllAbort = (signals: readonly AbortSignal[]): AbortSignal => {
  const controller = new AbortController()
  let left = signals.length
  const leave = ({ reason }: AbortSignal): void => {
    if (--left === 0) controller.abort(reason)
  }
  for (const signal of signals) {
    if (signal.aborted) leave(signal)
    else signal.addEventListener('abort', () => leave(signal), { once: true })
  }
  return controller.signal
}
