/** Spans of caches and clients, for OpenTelemetry. */
export { createTraces } from './tracing/traces.ts'
export type { Traces, TracesOptions } from './tracing/traces.ts'
