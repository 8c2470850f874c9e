import { RedisOptions, Redis, Cluster } from 'ioredis';

import { z } from 'zod';

declare class ApiCall<T> extends Promise<Immutable<T>> {
    #private;
    constructor(result: CallResult<T> | Promise<CallResult<T>>);
    static get [Symbol.species](): PromiseConstructor;
    withMeta(): Promise<CallResult<T>>;
}

interface ApiOptions {
    readonly baseUrl: string;
    readonly auth?: Auth;
    readonly invalidates?: 'client' | 'server';
    readonly fetch?: typeof globalThis.fetch;
    readonly dispatcher?: Dispatcher;
}

interface Attempt {
    readonly api: string | undefined;
    readonly operation: string;
    readonly method: string;
    readonly url: string;
    readonly headers: Headers;
    readonly body: string | undefined;
    readonly requestId: string;
    readonly attempt: number;
    readonly signal: AbortSignal;
}

type Auth = {
    readonly apiKey: string;
    readonly in?: KeyPlace;
} | {
    readonly basic: BasicCredentials;
} | {
    readonly bearer: Secret;
} | {
    readonly oauth2: OAuth2ClientCredentials;
};

interface BasicCredentials {
    readonly username: string;
    readonly password: string;
}

type BinaryBody = Uint8Array<ArrayBuffer> | ArrayBuffer | Blob | ReadableStream<Uint8Array>;

type BinaryPart = Uint8Array<ArrayBuffer> | Blob;

interface BodyMedia {
    readonly type: string;
    readonly as: 'json' | 'form' | 'multipart' | 'text' | 'bytes';
    readonly encoding?: Readonly<Record<string, Serialization>>;
}

interface CacheMeta {
    readonly source: 'memory' | 'redis' | 'origin';
    readonly state: 'fresh' | 'stale';
    readonly ageMs: number;
    readonly position: PositionToken | undefined;
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

interface CachePolicy {
    readonly ttl: readonly TtlRule[];
    readonly scope: CacheScope;
    readonly tiers: readonly TierName[];
    readonly tags: readonly TagTemplate[];
    readonly maxStaleness?: string;
    readonly staleIfError?: string;
    readonly staleWhileRevalidate?: string;
    readonly negativeTtl?: string;
    readonly lease?: boolean;
    readonly maxConcurrentLoads?: number;
}

type CacheScope = 'principal' | 'shared';

interface CallEvent {
    readonly api: string | undefined;
    readonly operation: string;
    readonly method: string;
    readonly url: string;
    readonly requestId: string;
}

interface CallFailed extends CallEvent {
    readonly attempts: number;
    readonly error: SdkError;
}

interface CallOptions {
    readonly signal?: AbortSignal | undefined;
    readonly timeout?: Duration | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
    readonly retries?: number | undefined;
    readonly requestId?: string | undefined;
}

interface CallResult<T> {
    readonly value: Immutable<T>;
    readonly cache: CacheMeta;
    readonly response: ResponseMeta | undefined;
    readonly invalidation: Invalidation | undefined;
}

interface Client<Api> extends ClientLifecycle {
    readonly api: Api;
    readonly request: Requester;
    as(who: ClientIdentity): Client<Api>;
    withOptions(options: ViewOptions): Client<Api>;
}

interface ClientIdentity {
    readonly principal: string;
    readonly auth?: Auth;
}

interface ClientLifecycle extends AsyncDisposable {
    invalidate(tags: readonly string[]): Promise<Invalidation>;
    ready(options?: ReadyOptions): Promise<void>;
    close(): Promise<number>;
}

interface ClientOptions extends ApiOptions, CommonOptions {
}

interface ClusterSource extends Omit<RedisServerOptions, 'host' | 'port' | 'path' | 'db' | 'sentinels' | 'name' | 'role'> {
    readonly cluster: readonly {
        readonly host: string;
        readonly port: number;
    }[];
}

interface CommandOptions extends CallOptions {
    readonly idempotencyKey?: string;
    readonly ifMatch?: number | string;
    readonly hold?: Duration;
}

interface CommonOptions extends TelemetryOptions {
    readonly cache?: CacheOptions;
    readonly timeout?: Duration;
    readonly attemptTimeout?: Duration;
    readonly retries?: number;
    readonly appName?: string;
    readonly maxResponseBytes?: number;
    readonly maxResponseValues?: number;
    readonly maxResponseLevels?: number;
}

type Cursor = string | number;

interface Dispatcher {
    dispatch(options: object, answer: unknown): boolean;
}

type Duration = number | `${number}ms` | `${number}s` | `${number}m` | `${number}h`;

type ErrorKind = 'api' | 'timeout' | 'connection' | 'response-validation' | 'request-validation' | 'value-validation' | 'configuration' | 'serialization' | 'closed' | 'not-held' | 'overload' | 'model' | 'calculation' | 'webhook';

interface Hooks {
    readonly onRequest?: (event: RequestSent) => unknown;
    readonly onResponse?: (event: ResponseReceived) => unknown;
    readonly onRetry?: (event: RetryPlanned) => unknown;
    readonly onError?: (event: CallFailed) => unknown;
}

type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';

type Immutable<T> = Json extends T ? T : T extends string | number | boolean | bigint | symbol | null | undefined ? T : T extends Uint8Array ? T : T extends (...args: never) => unknown ? T : T extends readonly (infer Element)[] ? ImmutableList<T, Element> : {
    readonly [K in keyof T]: Immutable<T[K]>;
};

type ImmutableList<T extends readonly unknown[], Element> = number extends T['length'] ? readonly Immutable<Element>[] : {
    readonly [K in keyof T]: Immutable<T[K]>;
};

interface Invalidation {
    readonly position: PositionToken;
    readonly status: 'applied' | 'queued';
}

interface ItemsOptions {
    readonly limit?: number;
}

type Json = string | number | boolean | null | readonly Json[] | {
    readonly [name: string]: Json | undefined;
};

interface KeyPlace {
    readonly query: string;
}

type LogLevel = 'debug' | 'info' | 'warn' | 'error';

interface Logger {
    debug(fields: Readonly<Record<string, unknown>>, message: string): void;
    info(fields: Readonly<Record<string, unknown>>, message: string): void;
    warn(fields: Readonly<Record<string, unknown>>, message: string): void;
    error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

interface MediaAnswer {
    readonly type: string;
    readonly as: 'text' | 'bytes';
}

type Middleware = (attempt: Attempt, next: () => Promise<Response>) => Response | Promise<Response>;

type NextPage<P> = (cursor: Cursor, first: CallResult<P>) => Promise<CallResult<P>>;

interface OAuth2ClientCredentials {
    readonly tokenUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly scope?: string;
    readonly audience?: string;
    readonly clientAuth?: 'client_secret_basic' | 'client_secret_post';
}

type OpenEnum<Known extends string | number> = Known | (Known extends string ? string & {} : number & {});

interface OperationArguments {
    readonly path?: Readonly<Record<string, unknown>>;
    readonly query?: Readonly<Record<string, unknown>>;
    readonly header?: Readonly<Record<string, unknown>>;
    readonly cookie?: Readonly<Record<string, unknown>>;
    readonly body?: unknown;
    readonly nextCursor?: string | number;
}

interface OperationCaller {
    call<T>(operation: OperationDefinition<T>, args: OperationArguments, options?: ReadOptions | CommandOptions): ApiCall<T>;
    many<T>(operation: OperationDefinition<T>, args: readonly OperationArguments[], options?: ReadOptions): Promise<readonly Immutable<T>[]>;
    page<P, I>(operation: OperationDefinition<P>, args: OperationArguments, options?: ReadOptions): PagedCall<P, I>;
}

interface OperationDefinition<Result = unknown> {
    readonly id: string;
    readonly api: string | undefined;
    readonly method: HttpMethod;
    readonly path: string;
    readonly request: z.ZodType;
    readonly responses: ResponseMap<z.ZodType | null>;
    readonly body?: BodyMedia;
    readonly media?: ResponseMap<MediaAnswer>;
    readonly serialization?: {
        readonly [Place in 'path' | 'query' | 'header' | 'cookie']?: Readonly<Record<string, Serialization>>;
    };
    readonly schemaFingerprint: string;
    readonly cache?: CachePolicy;
    readonly invalidates?: readonly TagTemplate[];
    readonly hold?: string;
    readonly settle?: string;
    readonly paging?: Paging;
    readonly idempotencyKey?: true;
    readonly sensitive?: SensitivePlaces;
    readonly result?: Result;
}

declare class PagedCall<P, I> extends ApiCall<P> implements AsyncIterable<Immutable<I>> {
    #private;
    constructor(first: CallResult<P> | Promise<CallResult<P>>, operation: OperationDefinition<P>, next: NextPage<P>);
    [Symbol.asyncIterator](): AsyncGenerator<Immutable<I>, void, undefined>;
    items({ limit }?: ItemsOptions): AsyncGenerator<Immutable<I>, void, undefined>;
    pages(): AsyncGenerator<Immutable<P>, void, undefined>;
}

interface Paging {
    readonly cursor: string;
    readonly items: string;
    readonly next: string;
}

type Parameter = string | number | boolean;

type PositionToken = string;

type RawOptions = Pick<CommandOptions, 'signal' | 'timeout' | 'idempotencyKey' | 'retries' | 'requestId'>;

interface RawRequest {
    readonly method?: HttpMethod;
    readonly path: string;
    readonly query?: Readonly<Record<string, Parameter | readonly Parameter[] | undefined>>;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
}

interface ReadOptions extends CallOptions {
    readonly maxStaleness?: Duration;
    readonly staleIfError?: Duration;
    readonly staleWhileRevalidate?: Duration;
    readonly cache?: CacheMode | undefined;
    readonly atLeast?: PositionToken | readonly PositionToken[];
}

interface ReadyOptions {
    readonly timeout?: Duration;
    readonly signal?: AbortSignal;
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

interface RequestSent extends CallEvent {
    readonly attempt: number;
    readonly headers: Readonly<Record<string, string>>;
}

type Requester = (request: RawRequest, options?: RawOptions) => ApiCall<Json>;

type ResponseMap<Entry> = {
    readonly [status: number]: Entry;
} & {
    readonly [Range in '2XX' | 'default']?: Entry;
};

interface ResponseMeta {
    readonly status: number;
    readonly headers: Headers;
    readonly requestId: string;
    readonly attempts: number;
}

interface ResponseReceived extends RequestSent {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly durationMs: number;
}

interface RetryPlanned extends CallEvent {
    readonly attempt: number;
    readonly delayMs: number;
    readonly error: SdkError;
}

declare abstract class SdkError extends Error {
    abstract readonly kind: ErrorKind;
    constructor(message: string, options?: {
        readonly cause?: unknown;
    });
    get name(): string;
    toJSON(): Readonly<Record<string, unknown>>;
}

type Secret = string | (() => string | Promise<string>);

interface SensitivePlaces {
    readonly request?: readonly string[];
    readonly response?: readonly string[];
}

interface Serialization {
    readonly style?: 'simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject' | 'json';
    readonly explode?: boolean;
    readonly allowReserved?: boolean;
}

interface TagTemplate {
    readonly template: string;
    readonly absent?: Readonly<Record<string, readonly string[]>>;
}

interface TelemetryOptions {
    readonly middleware?: readonly Middleware[];
    readonly hooks?: Hooks;
    readonly logger?: Logger;
    readonly logLevel?: LogLevel;
    readonly redactHeaders?: readonly string[];
}

type TierName = 'memory' | 'redis';

interface TtlRule {
    readonly when?: Readonly<Record<string, readonly (string | number | boolean | null)[]>>;
    readonly ttl: string;
    readonly notAfter?: readonly string[];
}

type ViewOptions = Pick<ReadOptions, 'timeout' | 'headers' | 'retries' | 'maxStaleness'>;

declare const areDistinct: (items: readonly unknown[]) => boolean;

declare const arrayOf: <Element extends z.core.SomeType>(element: Element) => z.ZodArray<Element>;

declare const binaryBody: z.ZodType<BinaryBody, BinaryBody>;

declare const binaryPart: z.ZodType<BinaryPart, BinaryPart>;

declare const createClient: <Api>(create: (caller: OperationCaller) => Api, options: ClientOptions) => Client<Api>;

declare const dateTime: () => z.ZodString;

declare const json: z.ZodType<Json, Json>;

declare const oneOfBy: <Union>(property: string, members: Readonly<Record<string, () => z.ZodType>>) => z.ZodType<Union, Union>;

declare const openEnum: <const Known extends string | number>(known: readonly Known[]) => z.ZodType<OpenEnum<Known>, OpenEnum<Known>>;

declare const openFormat: (format: string, strict: z.ZodType) => z.ZodString;

declare const openObject: <Shape extends z.core.$ZodLooseShape, Rest extends z.core.SomeType>(shape: Shape, rest: Rest) => z.ZodObject<z.core.util.Writeable<Shape>, z.core.$catchall<Rest>>;

declare const recordOf: <Value extends z.core.SomeType>(value: Value) => z.ZodRecord<z.ZodString, Value>;

export { z } from 'zod';

export { type ApiCall, type PagedCall, areDistinct, arrayOf, binaryBody, binaryPart, createClient, dateTime, json, oneOfBy, openEnum, openFormat, openObject, recordOf };

export type { ApiOptions, Attempt, Auth, BasicCredentials, BinaryBody, BinaryPart, BodyMedia, CachePolicy, CallFailed, Client, ClientIdentity, ClientOptions, CommandOptions, CommonOptions, Hooks, Immutable, Json, KeyPlace, LogLevel, Logger, MediaAnswer, Middleware, OAuth2ClientCredentials, OpenEnum, OperationArguments, OperationCaller, OperationDefinition, Paging, RawOptions, RawRequest, ReadOptions, ReadyOptions, RequestSent, Requester, ResponseReceived, RetryPlanned, Secret, SensitivePlaces, TagTemplate, TtlRule };
