import {
  type Context,
  context,
  createContextKey,
  propagation,
  type Span as ApiSpan,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer as ApiTracer,
} from '@opentelemetry/api'
import { type Span, type SpanAttributes, type SpanStart, type Tracer, useTracer } from '../foundation/tracing.ts'
import { VERSION } from '../foundation/version.ts'

export interface TracesOptions {
  /** Makes the spans. Default: the tracer `mes-crm-sdk` of the provider that is registered with `@opentelemetry/api`. */
  readonly tracer?: ApiTracer
}

/** The spans of the process's caches and clients. */
export interface Traces {
  /** Ends the tracing. Spans under way are still ended. */
  close(): void
}

/**
 * Makes spans of what every cache and client of the process does: reads that wait, loads, requests, and invalidations. A read that memory
 * answers has none. Requests carry the context of the trace in their headers. Of several calls the newest one makes the spans.
 *
 * @example
 * const traces = createTraces()
 */
export const createTraces = ({ tracer = trace.getTracer('mes-crm-sdk', VERSION) }: TracesOptions = {}): Traces => ({
  close: useTracer(new OpenTelemetryTracer(tracer)),
})

/** What goes wrong in the application's tracer, whose first error becomes a warning of the process. */
class Guard {
  #isWarned = false

  /** The result, or `undefined` where the call throws. */
  call<T>(work: () => T): T | undefined {
    try {
      return work()
    } catch (cause) {
      if (!this.#isWarned)
        process.emitWarning(`a tracer of mes-crm-sdk threw: ${cause instanceof Error ? cause.message : String(cause)}`)
      this.#isWarned = true
      return undefined
    }
  }

  /** Runs work while a context is active. It runs once, even if the context cannot be made active. */
  run<T>(active: Context, work: () => T): T {
    let conclude = work
    const once = (): void => {
      try {
        const result = work()
        conclude = () => result
      } catch (cause) {
        conclude = () => {
          throw cause
        }
      }
    }
    this.call(() => context.with(active, once))
    return conclude()
  }
}

class OpenTelemetryTracer implements Tracer {
  readonly #tracer: ApiTracer
  readonly #guard = new Guard()

  constructor(tracer: ApiTracer) {
    this.#tracer = tracer
  }

  start(describe: () => SpanStart): Span | undefined {
    return this.#guard.call(() => {
      const { name, kind = 'internal', attributes, links = [] } = describe()
      const around = context.active()
      const parentId = trace.getSpanContext(around)?.spanId
      const linked = links
        .flatMap((link) => (link instanceof OpenTelemetrySpan ? link.span.spanContext() : []))
        .filter(({ spanId }) => spanId !== parentId)
      const span = this.#tracer.startSpan(
        name,
        { kind: KINDS[kind], attributes: known(attributes), links: linked.map((one) => ({ context: one })) },
        around,
      )
      return new OpenTelemetrySpan(span, trace.setSpan(around, span), this.#guard)
    })
  }

  runApart<T>(work: () => T): T {
    const apart = this.#guard.call(() => trace.deleteSpan(context.active()))
    return apart === undefined ? work() : this.#guard.run(apart, work)
  }
}

const KINDS = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT } as const

/** A value that is absent has no attribute. */
const known = (attributes: SpanAttributes): Record<string, string | number> =>
  Object.fromEntries(Object.entries(attributes).filter((entry): entry is [string, string | number] => entry[1] !== undefined))

/** Under this key OpenTelemetry's SDK finds that a context makes no spans, and its propagators send none on. */
const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

class OpenTelemetrySpan implements Span {
  readonly span: ApiSpan
  readonly #context: Context
  readonly #guard: Guard
  /** Ids of the spans that it is linked to later. */
  readonly #linked = new Set<string>()

  constructor(span: ApiSpan, within: Context, guard: Guard) {
    this.span = span
    this.#context = within
    this.#guard = guard
  }

  run<T>(work: () => T): T {
    return this.#guard.run(this.#context, work)
  }

  runSilently<T>(work: () => T): T {
    return this.#guard.run(this.#context.setValue(SUPPRESSED, true), work)
  }

  set(attributes: SpanAttributes): void {
    this.#guard.call(() => this.span.setAttributes(known(attributes)))
  }

  link(other: Span): void {
    this.#guard.call(() => {
      if (!(other instanceof OpenTelemetrySpan) || !this.span.isRecording()) return
      const linked = other.span.spanContext()
      if (!this.#linked.has(linked.spanId)) this.span.addLink({ context: linked })
      this.#linked.add(linked.spanId)
    })
  }

  inject(set: (name: string, value: string) => void): void {
    this.#guard.call(() => propagation.inject(this.#context, undefined, { set: (_carrier, name, value) => set(name, value) }))
  }

  /** Without a message: that of an error may repeat what it was sent. */
  fail(kind: string): void {
    this.#guard.call(() => this.span.setAttribute('error.type', kind).setStatus({ code: SpanStatusCode.ERROR }))
  }

  end(): void {
    this.#guard.call(() => this.span.end())
  }
}
