import { context, propagation, type SpanKind, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'

/** A finished span, as JSON can tell it. */
export interface SeenSpan {
  readonly name: string
  readonly kind: SpanKind
  readonly traceId: string
  readonly id: string
  readonly parent: string | undefined
  readonly links: readonly string[]
  /** 2 for an error. */
  readonly status: number
  readonly message: string | undefined
  readonly attributes: Readonly<Record<string, unknown>>
  readonly events: readonly string[]
}

const seen = (span: ReadableSpan): SeenSpan => {
  const { traceId, spanId: id } = span.spanContext()
  const { name, kind, status, attributes } = span
  return {
    name,
    kind,
    traceId,
    id,
    parent: span.parentSpanContext?.spanId,
    links: span.links.map((link) => link.context.spanId),
    status: status.code,
    message: status.message,
    attributes,
    events: span.events.map((event) => event.name),
  }
}

/** Registers OpenTelemetry for this process, as an application does, with an exporter into memory. */
export const registerOpenTelemetry = () => {
  const exporter = new InMemorySpanExporter()
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
  trace.setGlobalTracerProvider(provider)
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  return {
    /** Every span that has ended, in the order of their ends. */
    async finished(): Promise<readonly SeenSpan[]> {
      await provider.forceFlush()
      return exporter.getFinishedSpans().map(seen)
    },
    reset: () => exporter.reset(),
    tracer: provider.getTracer('application'),
  }
}
