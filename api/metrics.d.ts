interface CacheSnapshot {
    readonly namespace: string;
    readonly version: string;
    readonly isRedisUp: boolean | undefined;
    readonly queuedTags: number;
    readonly openHolds: number;
    readonly knownTags: number;
    readonly knowledgeAgeMs: number | undefined;
    readonly maxStalenessMs: number;
    readonly entries: number;
    readonly bytes: number;
    readonly limitBytes: number;
    readonly evictions: number;
    readonly loadsRunning: number;
    readonly loadsWaiting: number;
}

interface CalculationEvent {
    readonly namespace: string;
    readonly outcome: 'priced' | 'failed' | 'rejected' | 'outdated' | 'aborted' | 'error';
    readonly durationMs: number;
}

type Callback = (result: {
    observe(value: number, attributes?: Record<string, string>): void;
}) => void;

interface IncidentEvent {
    readonly namespace: string;
    readonly kind: 'redis-down' | 'redis-up' | 'redis-refused' | 'node-down' | 'node-up' | 'loss' | 'clear' | 'gap' | 'dead-subscription' | 'holds-lost' | 'unreadable-entry' | 'oversize' | 'fill-failed' | 'append-failed' | 'revalidation-failed' | 'overload' | 'unknown-value' | 'hook-failed' | 'deprecated-operation';
    readonly cause?: unknown;
    readonly tier?: 'memory' | 'redis';
    readonly bytes?: number;
}

interface InstrumentOptions {
    readonly description: string;
    readonly unit?: string;
    readonly advice?: {
        readonly explicitBucketBoundaries: number[];
    };
}

interface InvalidationEvent {
    readonly namespace: string;
    readonly tags: number;
    readonly status: 'applied' | 'queued';
}

interface LeaseEvent extends OfOperation {
    readonly outcome: 'granted' | 'served' | 'taken-over' | 'unfilled' | 'unreachable' | 'hurried' | 'given-up' | 'left' | 'lost';
    readonly waitedMs: number;
}

interface LoadEvent extends OfOperation {
    readonly cause: 'absent' | 'expired' | 'invalid' | 'unconfirmed' | 'ahead' | 'position' | 'bypass' | 'reload' | 'revalidation';
    readonly outcome: 'loaded' | 'absence' | 'failed' | 'refused' | 'aborted';
    readonly durationMs: number;
    readonly bytes: number;
}

interface Meters {
    close(): void;
}

interface MetersOptions {
    readonly meter: MetricsMeter;
}

interface Metrics {
    text(): Promise<string>;
    readonly contentType: string;
    close(): void;
}

interface MetricsMeter {
    createObservableCounter(name: string, options: InstrumentOptions): Observable;
    createObservableGauge(name: string, options: InstrumentOptions): Observable;
    createHistogram(name: string, options: InstrumentOptions): {
        record(value: number, attributes?: Record<string, string>): void;
    };
}

interface MetricsOptions {
    readonly registry?: MetricsRegistry;
}

interface MetricsRegistry {
    readonly contentType: string;
    metrics(): Promise<string>;
    registerMetric(metric: object): void;
    getSingleMetric(name: string): unknown;
    removeSingleMetric(name: string): void;
}

interface Observable {
    addCallback(callback: Callback): void;
    removeCallback(callback: Callback): void;
}

interface OfOperation {
    readonly namespace: string;
    readonly api: string | undefined;
    readonly operation: string | undefined;
}

interface ReadAnswered extends OfOperation {
    readonly outcome: 'answered';
    readonly error: undefined;
    readonly source: 'memory' | 'redis' | 'origin' | 'joined' | 'bypass' | 'reload';
    readonly state: 'fresh' | 'stale';
    readonly ageMs: number;
    readonly durationMs: number | undefined;
    readonly knowledgeAgeMs: number;
    readonly maxStalenessMs: number;
}

type ReadEvent = ReadAnswered | ReadFailed;

interface ReadFailed extends OfOperation {
    readonly outcome: 'failed';
    readonly source: undefined;
    readonly error: string;
    readonly durationMs: number;
}

interface RecordEvent {
    readonly namespace: string;
    readonly id: string;
    readonly record: 'genesis' | 'invalidate' | 'hold' | 'clear' | 'unknown';
    readonly tags: number;
    readonly by: 'message' | 'answer' | 'asking';
    readonly delayMs: number;
}

interface RedisCommandEvent {
    readonly namespace: string;
    readonly command: string;
    readonly outcome: 'answered' | 'refused' | 'overdue' | 'lost';
    readonly durationMs: number;
}

interface RequestEvent {
    readonly namespace: string;
    readonly api: string | undefined;
    readonly operation: string;
    readonly status: number | undefined;
    readonly error: string | undefined;
    readonly attempts: number;
    readonly durationMs: number;
}

interface UploadEvent {
    readonly namespace: string;
    readonly outcome: 'uploaded' | 'failed';
    readonly bytes: number;
    readonly durationMs: number;
}

declare const createMeters: ({ meter }: MetersOptions) => Meters;

declare const createMetrics: ({ registry }?: MetricsOptions) => Metrics;

declare const snapshotCaches: () => readonly CacheSnapshot[];

export { createMeters, createMetrics, snapshotCaches };

export type { CacheSnapshot, CalculationEvent, IncidentEvent, InvalidationEvent, LeaseEvent, LoadEvent, Meters, MetersOptions, Metrics, MetricsMeter, MetricsOptions, MetricsRegistry, ReadAnswered, ReadEvent, ReadFailed, RecordEvent, RedisCommandEvent, RequestEvent, UploadEvent };
