import { Tracer } from '@opentelemetry/api';

interface Traces {
    close(): void;
}

interface TracesOptions {
    readonly tracer?: Tracer;
}

declare const createTraces: ({ tracer }?: TracesOptions) => Traces;

export { createTraces };

export type { Traces, TracesOptions };
