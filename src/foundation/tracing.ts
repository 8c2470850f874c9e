/** What a span says: names, counts and kinds. Never keys, tags, principals, values, or messages of errors. */
export type SpanAttributes = Readonly<Record<string, string | number | undefined>>

/** A span that begins. */
export interface SpanStart {
  readonly name: string
  /** `client` is a request to another process. Default: `internal`. */
  readonly kind?: 'internal' | 'client'
  readonly attributes: SpanAttributes
  /** Spans for which the work is done. The parent of the span needs no link, and gets none. */
  readonly links?: readonly (Span | undefined)[]
}

/** One piece of work in a trace. Its methods throw nothing but what the given work throws. */
export interface Span {
  /** Runs work whose spans are children of this one. */
  run<T>(work: () => T): T
  /** Runs work, such as a call of `fetch`, for which instrumentations of other packages make no spans. */
  runSilently<T>(work: () => T): T
  set(attributes: SpanAttributes): void
  link(other: Span): void
  /** Calls `set` with each header by which another process continues the trace. */
  inject(set: (name: string, value: string) => void): void
  /** Marks the work as failed. `kind` is an error's kind, or the status of an answer. */
  fail(kind: string): void
  end(): void
}

/** Makes spans. Its methods throw nothing but what the given work throws. */
export interface Tracer {
  /** Returns `undefined` where no span can be made. */
  start(describe: () => SpanStart): Span | undefined
  /** Runs work that is no part of any span. */
  runApart<T>(work: () => T): T
}

const SLOT = Symbol.for('mes-crm-sdk.tracers.1')

/** One list for every copy of the package in the process. */
const tracers = (): Tracer[] => {
  const shared = globalThis as { [SLOT]?: Tracer[] }
  shared[SLOT] ??= []
  return shared[SLOT]
}

/** Lets `tracer` make the spans of the process until the returned function is called. The newest tracer makes them all: no work has two spans. */
export const useTracer = (tracer: Tracer): (() => void) => {
  tracers().push(tracer)
  return () => {
    const index = tracers().indexOf(tracer)
    if (index >= 0) tracers().splice(index, 1)
  }
}

/** Does work in a span, which ends with it. Without a tracer the work is done as it is. */
export const traced = <T>(
  describe: () => SpanStart,
  kindOf: (cause: unknown) => string,
  work: (span: Span | undefined) => Promise<T>,
): Promise<T> => {
  const span = tracers().at(-1)?.start(describe)
  return span === undefined ? work(undefined) : workIn(span, kindOf, work)
}

const workIn = async <T>(span: Span, kindOf: (cause: unknown) => string, work: (span: Span) => Promise<T>): Promise<T> => {
  try {
    return await span.run(() => work(span))
  } catch (cause) {
    span.fail(kindOf(cause))
    throw cause
  } finally {
    span.end()
  }
}

/** Runs work that outlives the span under way, and so is no part of it. */
export const runOutsideSpans = <T>(work: () => T): T => {
  const tracer = tracers().at(-1)
  return tracer === undefined ? work() : tracer.runApart(work)
}

/** The operation that a span belongs to. */
interface Operation {
  readonly api: string | undefined
  readonly operation: string | undefined
}

/** The span of what a cache does for an operation, such as `read mes.orders.list`. */
export const operationSpan = (
  verb: string,
  namespace: string,
  { api, operation }: Operation,
  attributes: SpanAttributes = {},
): SpanStart => ({
  name: [verb, [api, operation].filter((part) => part !== undefined).join('.')].filter((part) => part !== '').join(' '),
  attributes: { 'mescrm.namespace': namespace, 'mescrm.api': api, 'mescrm.operation': operation, ...attributes },
})
