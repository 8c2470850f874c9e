import { RedisOptions, Redis, Cluster } from 'ioredis';

declare const CACHE_POSITION_HEADER = "cache-position";

interface Cache {
    getOrLoad<T>(request: ReadRequest<T>, load: Loader<T>): Promise<Immutable<T>>;
    read<T>(request: ReadRequest<T>, load: Loader<T>): Promise<ReadResult<T>>;
    getMany<Id, T>(request: ManyRequest<Id, T>, load: ManyLoader<Id, T>): Promise<readonly Immutable<T>[]>;
    mutate<T>(tags: MutationTags<T>, work: () => Promise<T> | T, options?: MutationOptions): Promise<MutationResult<T>>;
    invalidate(tags: readonly string[]): Promise<Invalidation>;
    ready(options?: ReadyOptions): Promise<void>;
    readonly position: PositionToken | undefined;
    close(): Promise<number>;
    [Symbol.asyncDispose](): Promise<void>;
}

type CacheMode = 'use' | 'reload' | 'bypass';

interface CacheOptions {
    readonly redis?: RedisSource;
    readonly namespace?: string;
    readonly principal?: string;
    readonly maxStaleness?: Duration;
    readonly memory?: {
        readonly maxBytes?: number;
        readonly maxValueBytes?: number;
    };
    readonly shared?: {
        readonly maxValueBytes?: number;
        readonly compressAbove?: number;
    };
    readonly loads?: {
        readonly maxConcurrent?: number;
        readonly maxWaiting?: number;
        readonly timeout?: Duration;
    };
    readonly redisDeadline?: Duration;
    readonly redisFunctions?: boolean;
}

interface CachePosition {
    readonly atLeast: readonly PositionToken[];
    readonly maxStaleness: number;
}

declare class ClosedError extends SdkError {
    readonly kind = "closed";
    constructor(what: string);
}

interface ClusterSource extends Omit<RedisServerOptions, 'host' | 'port' | 'path' | 'db' | 'sentinels' | 'name' | 'role'> {
    readonly cluster: readonly {
        readonly host: string;
        readonly port: number;
    }[];
}

declare class ConfigurationError extends SdkError {
    readonly kind = "configuration";
}

type Duration = number | `${number}ms` | `${number}s` | `${number}m` | `${number}h`;

type ErrorKind = 'api' | 'timeout' | 'connection' | 'response-validation' | 'request-validation' | 'value-validation' | 'configuration' | 'serialization' | 'closed' | 'not-held' | 'overload' | 'model' | 'calculation' | 'webhook';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

interface Hold {
    readonly token: string;
    readonly status: 'held' | 'unknown';
}

interface HoldOptions {
    readonly lease: Duration;
    readonly tags?: readonly string[];
    readonly unheld?: 'proceed' | 'refuse';
}

type Immutable<T> = Json extends T ? T : T extends string | number | boolean | bigint | symbol | null | undefined ? T : T extends Uint8Array ? T : T extends (...args: never) => unknown ? T : T extends readonly (infer Element)[] ? ImmutableList<T, Element> : {
    readonly [K in keyof T]: Immutable<T[K]>;
};

type ImmutableList<T extends readonly unknown[], Element> = number extends T['length'] ? readonly Immutable<Element>[] : {
    readonly [K in keyof T]: Immutable<T[K]>;
};

interface IncidentEvent {
    readonly namespace: string;
    readonly kind: 'redis-down' | 'redis-up' | 'redis-refused' | 'node-down' | 'node-up' | 'loss' | 'clear' | 'gap' | 'dead-subscription' | 'holds-lost' | 'unreadable-entry' | 'oversize' | 'fill-failed' | 'append-failed' | 'revalidation-failed' | 'overload' | 'unknown-value' | 'hook-failed' | 'deprecated-operation';
    readonly cause?: unknown;
    readonly tier?: 'memory' | 'redis';
    readonly bytes?: number;
}

interface Invalidation {
    readonly position: PositionToken;
    readonly status: 'applied' | 'queued';
}

interface InvalidationEvent {
    readonly namespace: string;
    readonly tags: number;
    readonly status: 'applied' | 'queued';
}

type Json = string | number | boolean | null | readonly Json[] | {
    readonly [name: string]: Json | undefined;
};

interface LeaseEvent extends OfOperation {
    readonly outcome: 'granted' | 'served' | 'taken-over' | 'unfilled' | 'unreachable' | 'hurried' | 'given-up' | 'left' | 'lost';
    readonly waitedMs: number;
}

interface LoadContext {
    readonly signal: AbortSignal;
    readonly cachePosition: string;
}

interface LoadEvent extends OfOperation {
    readonly cause: 'absent' | 'expired' | 'invalid' | 'unconfirmed' | 'ahead' | 'position' | 'bypass' | 'reload' | 'revalidation';
    readonly outcome: 'loaded' | 'absence' | 'failed' | 'refused' | 'aborted';
    readonly durationMs: number;
    readonly bytes: number;
}

type Loader<T> = (context: LoadContext) => Promise<T> | T;

type ManyLoader<Id, T> = (ids: readonly Id[], context: LoadContext) => Promise<readonly T[]> | readonly T[];

interface ManyRequest<Id, T> extends Omit<ReadRequest<T>, 'key' | 'ttl' | 'tags'> {
    readonly ids: readonly Id[];
    readonly key: (id: Id) => Json;
    readonly ttl: Duration | ((value: T, id: Id) => Duration);
    readonly tags: readonly string[] | ((value: T, id: Id) => readonly string[]);
}

interface MutationOptions {
    readonly hold?: Duration | HoldOptions;
    readonly settle?: Duration;
}

interface MutationResult<T> extends Invalidation {
    readonly value: T;
    readonly position: PositionToken;
    readonly hold: Hold['status'] | undefined;
}

type MutationTags<T> = readonly string[] | ((result: T) => readonly string[]);

declare class NotHeldError extends SdkError {
    readonly kind = "not-held";
    constructor();
}

interface OfOperation {
    readonly namespace: string;
    readonly api: string | undefined;
    readonly operation: string | undefined;
}

declare class OverloadError extends SdkError {
    readonly kind = "overload";
    readonly api: string | undefined;
    readonly operation: string | undefined;
    constructor(operation: string | undefined, running: number, waiting: number, api?: string);
}

type PositionToken = string;

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

interface ReadRequest<T> {
    readonly key: Json;
    readonly ttl: Duration | ((value: T) => Duration);
    readonly tags: readonly string[] | ((value: T) => readonly string[]);
    readonly maxStaleness?: Duration;
    readonly staleIfError?: Duration;
    readonly staleWhileRevalidate?: Duration;
    readonly negativeTtl?: Duration;
    readonly operation?: string;
    readonly atLeast?: PositionToken | readonly PositionToken[];
    readonly cache?: CacheMode;
    readonly lease?: boolean;
    readonly schema?: ValueSchema;
    readonly signal?: AbortSignal;
}

interface ReadResult<T = unknown> {
    readonly value: Immutable<T>;
    readonly source: 'memory' | 'redis' | 'origin';
    readonly state: 'fresh' | 'stale';
    readonly ageMs: number;
    readonly position: PositionToken | undefined;
}

interface ReadyOptions {
    readonly timeout?: Duration;
    readonly signal?: AbortSignal;
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

interface RedisCredentials {
    readonly username?: RedisSecret | undefined;
    readonly password?: RedisSecret | undefined;
}

type RedisSecret = string | (() => string | Promise<string>);

interface RedisServerOptions extends Omit<RedisOptions, 'username' | 'password' | 'sentinelUsername' | 'sentinelPassword'>, RedisCredentials {
    readonly sentinelUsername?: RedisSecret | null | undefined;
    readonly sentinelPassword?: RedisSecret | null | undefined;
}

type RedisSource = string | RedisServerOptions | ClusterSource | Redis | Cluster;

interface RequestFailure {
    readonly api?: string | undefined;
    readonly operation: string;
    readonly requestId: string;
    readonly attempts: number;
    readonly cause?: unknown;
}

declare abstract class SdkError extends Error {
    abstract readonly kind: ErrorKind;
    constructor(message: string, options?: {
        readonly cause?: unknown;
    });
    get name(): string;
    toJSON(): Readonly<Record<string, unknown>>;
}

declare class SerializationError extends SdkError {
    readonly kind = "serialization";
    readonly path: string;
    readonly found: string;
    constructor(path: string, found: string);
}

declare class TimeoutError extends SdkError {
    readonly kind = "timeout";
    readonly api: string | undefined;
    readonly operation: string;
    readonly requestId: string;
    readonly attempts: number;
    constructor(message: string, failure: RequestFailure);
}

interface ValidationIssue {
    readonly path: string;
    readonly message: string;
}

interface ValueSchema {
    readonly '~standard': {
        readonly version: 1;
        readonly vendor: string;
        readonly validate: (value: unknown) => Verdict | Promise<Verdict>;
    };
}

declare class ValueValidationError extends SdkError {
    readonly kind = "value-validation";
    readonly issues: readonly ValidationIssue[];
    constructor(issues: readonly ValidationIssue[]);
}

type Verdict = {
    readonly issues?: undefined;
} | {
    readonly issues: readonly {
        readonly message: string;
        readonly path?: readonly (PropertyKey | {
            readonly key: PropertyKey;
        })[] | undefined;
    }[];
};

declare const createCache: (options?: CacheOptions) => Cache;

declare const formatCachePosition: ({ atLeast, maxStaleness }: CachePosition) => string;

declare const isClosedError: (error: unknown) => error is ClosedError;

declare const isConfigurationError: (error: unknown) => error is ConfigurationError;

declare const isNotHeldError: (error: unknown) => error is NotHeldError;

declare const isOverloadError: (error: unknown) => error is OverloadError;

declare const isSdkError: (error: unknown) => error is SdkError;

declare const isSerializationError: (error: unknown) => error is SerializationError;

declare const isTimeoutError: (error: unknown) => error is TimeoutError;

declare const isValueValidationError: (error: unknown) => error is ValueValidationError;

declare const readCachePosition: (headers: Headers) => Partial<CachePosition>;

export { CACHE_POSITION_HEADER, ClosedError, ConfigurationError, NotHeldError, OverloadError, SdkError, SerializationError, TimeoutError, ValueValidationError, createCache, formatCachePosition, isClosedError, isConfigurationError, isNotHeldError, isOverloadError, isSdkError, isSerializationError, isTimeoutError, isValueValidationError, readCachePosition };

export type { Cache, CacheMode, CacheOptions, CachePosition, Duration, ErrorKind, HoldOptions, Immutable, IncidentEvent, Invalidation, InvalidationEvent, Json, LeaseEvent, LoadContext, LoadEvent, Loader, ManyLoader, ManyRequest, MutationOptions, MutationResult, MutationTags, PositionToken, ReadAnswered, ReadEvent, ReadFailed, ReadRequest, ReadResult, ReadyOptions, RecordEvent, RedisCommandEvent, RedisSource, ValidationIssue, ValueSchema };
