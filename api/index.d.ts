import { RedisOptions, Redis, Cluster } from 'ioredis';

import { z } from 'zod';

type Address = {
    readonly lines: readonly string[];
    readonly postalCode: string;
    readonly city: string;
    readonly country: Country;
};

type AddressInput = {
    readonly lines: readonly string[];
    readonly postalCode: string;
    readonly city: string;
    readonly country: Country;
};

declare class ApiCall<T> extends Promise<Immutable<T>> {
    #private;
    constructor(result: CallResult<T> | Promise<CallResult<T>>);
    static get [Symbol.species](): PromiseConstructor;
    withMeta(): Promise<CallResult<T>>;
}

declare class ApiError extends SdkError {
    readonly kind = "api";
    readonly status: number;
    readonly problem: ProblemDetails;
    readonly code: string | undefined;
    readonly retryAfterMs: number | undefined;
    readonly api: string | undefined;
    readonly operation: string;
    readonly requestId: string;
    readonly attempts: number;
    constructor(status: number, problem: ProblemDetails, failure: RequestFailure, retryAfterMs?: number);
}

interface ApiOptions {
    readonly baseUrl: string;
    readonly auth?: Auth;
    readonly invalidates?: 'client' | 'server';
}

type Assignee = {
    readonly operatorId: Id;
    readonly claimedAt: string;
};

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
} | {
    readonly bearer: Secret;
} | {
    readonly oauth2: OAuth2ClientCredentials;
};

interface BodyMedia {
    readonly type: string;
    readonly as: 'json' | 'form' | 'multipart' | 'text' | 'bytes';
    readonly encoding?: Readonly<Record<string, Serialization>>;
}

type BoundingBox = {
    readonly x: number;
    readonly y: number;
    readonly z: number;
};

interface CacheMeta {
    readonly source: 'memory' | 'redis' | 'origin';
    readonly state: 'fresh' | 'stale';
    readonly ageMs: number;
    readonly position: PositionToken | undefined;
}

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
    };
    readonly redisDeadline?: Duration;
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

interface CalculateManyOptions extends Omit<CalculateOptions, 'onProgress'> {
    readonly concurrency?: number | undefined;
    readonly onProgress?: ((progress: CalculationProgress & {
        readonly index: number;
    }) => unknown) | undefined;
}

interface CalculateOptions extends Pick<ReadOptions, 'signal' | 'maxStaleness' | 'cache' | 'atLeast'> {
    readonly timeout?: Duration | undefined;
    readonly onProgress?: ((progress: CalculationProgress) => unknown) | undefined;
}

interface CalculateRequest<Currency extends string = string> {
    readonly model: ModelInput;
    readonly fileName?: string | undefined;
    readonly format?: ModelFileFormat | undefined;
    readonly materialCode: string;
    readonly finishCode?: string | undefined;
    readonly quantity: number;
    readonly currency: Currency;
}

type CalculatedOne<Request, Quote> = {
    readonly request: Request;
    readonly index: number;
} & ({
    readonly quote: Immutable<Quote>;
    readonly cache: CacheMeta;
    readonly error?: undefined;
} | {
    readonly quote?: undefined;
    readonly cache?: undefined;
    readonly error: unknown;
});

interface CalculatingMesApi extends Omit<MesApi, 'quotes'> {
    readonly quotes: CalculatingQuotes;
}

interface CalculatingQuotes extends QuotesResource {
    calculate(request: CalculateRequest<Currency>, options?: CalculateOptions): ApiCall<PricedQuote>;
    calculateMany<Request extends CalculateRequest<Currency>>(requests: Iterable<Request> | AsyncIterable<Request>, options?: CalculateManyOptions): AsyncIterable<CalculatedOne<Request, PricedQuote>>;
}

declare class CalculationError extends SdkError implements CalculationFailure {
    readonly kind = "calculation";
    readonly code: string;
    readonly detail: string;
    readonly modelId: string | undefined;
    readonly quoteId: string | undefined;
    constructor({ code, detail, modelId, quoteId }: CalculationFailure);
}

interface CalculationFailure {
    readonly code: string;
    readonly detail: string;
    readonly modelId?: string | undefined;
    readonly quoteId?: string | undefined;
}

interface CalculationProgress {
    readonly phase: 'hashing' | 'waiting' | 'uploading' | 'analyzing' | 'calculating';
    readonly bytes: number;
    readonly totalBytes: number;
    readonly elapsedMs: number;
}

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
}

interface CallResult<T> {
    readonly value: Immutable<T>;
    readonly cache: CacheMeta;
    readonly response: ResponseMeta | undefined;
    readonly invalidation: Invalidation | undefined;
}

type CancelRequestInput = {
    readonly reason: string;
};

type Cancellation = {
    readonly reason: string;
    readonly cancelledAt: string;
};

type Cancellation$1 = {
    readonly reason: string;
    readonly cancelledAt: string;
};

type Channel = OpenEnum<'SHOP' | 'PARTNER'>;

type Channel$1 = OpenEnum<'SHOP' | 'PARTNER'>;

type ChannelInput = 'SHOP' | 'PARTNER';

type CloseRequestInput = {
    readonly reason: string;
};

declare class ClosedError extends SdkError {
    readonly kind = "closed";
    constructor(what: string);
}

type Closure = {
    readonly reason: string;
    readonly closedAt: string;
};

interface ClusterSource extends Omit<RedisOptions, 'host' | 'port' | 'path' | 'db' | 'sentinels' | 'name' | 'role'> {
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

interface CommonOptions extends SightOptions {
    readonly cache?: CacheOptions;
    readonly timeout?: Duration;
    readonly attemptTimeout?: Duration;
    readonly retries?: number;
    readonly maxResponseBytes?: number;
}

declare class ConfigurationError extends SdkError {
    readonly kind = "configuration";
}

declare class ConnectionError extends SdkError {
    readonly kind = "connection";
    readonly api: string | undefined;
    readonly operation: string;
    readonly requestId: string;
    readonly attempts: number;
    constructor(message: string, failure: RequestFailure);
}

type Country = string;

interface CrmApi {
    readonly customers: CustomersResource;
    readonly orders: OrdersResource$1;
    readonly partners: PartnersResource;
}

type Currency = Parameters<QuotesResource['create']>[0]['currency'];

type Currency$1 = string;

type Currency$2 = string;

type Cursor = string | number;

type Customer = {
    readonly id: Id$1;
    readonly version: number;
    readonly name: string;
    readonly email: string;
    readonly phone: string | null;
    readonly address: Address | null;
    readonly createdAt: string;
    readonly updatedAt: string;
};

type CustomerPage = {
    readonly items: readonly Customer[];
    readonly nextCursor: string | null;
};

type CustomerUpdateInput = {
    readonly name?: string | undefined;
    readonly email?: string | undefined;
    readonly phone?: string | null | undefined;
    readonly address?: AddressInput | null | undefined;
};

type CustomersListQuery = {
    readonly updatedSince?: string | undefined;
    readonly limit?: number | undefined;
    readonly cursor?: string | undefined;
};

interface CustomersResource {
    get(customerId: string, options?: ReadOptions): ApiCall<Customer>;
    list(query?: CustomersListQuery, options?: ReadOptions): PagedCall<CustomerPage, Customer>;
    update(customerId: string, body: CustomerUpdateInput, options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & {
        readonly ifMatch: number | string;
    }): ApiCall<Customer>;
}

type Duration = number | `${number}ms` | `${number}s` | `${number}m` | `${number}h`;

type EntityTag = string;

type EntityTag$1 = string;

type ErrorKind = 'api' | 'timeout' | 'connection' | 'response-validation' | 'request-validation' | 'value-validation' | 'configuration' | 'serialization' | 'closed' | 'not-held' | 'overload' | 'model' | 'calculation';

type Finish = {
    readonly code: string;
    readonly name: string;
};

type Geometry = {
    readonly polygonCount: number;
    readonly volumeMm3: number;
    readonly surfaceAreaMm2: number;
    readonly boundingBoxMm: BoundingBox;
};

interface Hooks {
    readonly onRequest?: (event: RequestSent) => unknown;
    readonly onResponse?: (event: ResponseReceived) => unknown;
    readonly onRetry?: (event: RetryPlanned) => unknown;
    readonly onError?: (event: CallFailed) => unknown;
}

type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';

type Id = string;

type Id$1 = string;

interface Identity {
    readonly principal: string;
    readonly auth?: {
        readonly mes?: Auth;
        readonly crm?: Auth;
    };
}

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

type KnownModel = {
    readonly modelId: string;
} | {
    readonly sha256: string;
};

interface Life extends AsyncDisposable {
    invalidate(tags: readonly string[]): Promise<Invalidation>;
    ready(options?: ReadyOptions): Promise<void>;
    close(): Promise<number>;
}

type LogLevel = 'debug' | 'info' | 'warn' | 'error';

interface Logger {
    debug(fields: Readonly<Record<string, unknown>>, message: string): void;
    info(fields: Readonly<Record<string, unknown>>, message: string): void;
    warn(fields: Readonly<Record<string, unknown>>, message: string): void;
    error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

type Material = {
    readonly code: string;
    readonly name: string;
    readonly metal: Metal;
    readonly finenessPermille: number;
    readonly densityGPerCm3: number;
    readonly finishes: readonly Finish[];
    readonly leadTimeDays: number;
};

type MaterialList = {
    readonly items: readonly Material[];
};

interface MaterialsResource {
    list(options?: ReadOptions): ApiCall<MaterialList>;
}

interface MediaAnswer {
    readonly type: string;
    readonly as: 'text' | 'bytes';
}

interface MesApi {
    readonly materials: MaterialsResource;
    readonly models: ModelsResource;
    readonly orders: OrdersResource;
    readonly quotes: QuotesResource;
    readonly webhooks: WebhooksResource;
}

type Metal = OpenEnum<'GOLD' | 'SILVER' | 'PLATINUM' | 'PALLADIUM'>;

type Middleware = (attempt: Attempt, next: () => Promise<Response>) => Response | Promise<Response>;

type Model = {
    readonly id: Id;
    readonly fileName: string;
    readonly format: ModelFormat;
    readonly sizeBytes: number;
    readonly sha256: string;
    readonly status: ModelStatus;
    readonly version: number;
    readonly geometry: Geometry | null;
    readonly rejectedReason?: string;
    readonly createdAt: string;
};

declare class ModelError extends SdkError {
    readonly kind = "model";
    readonly code: ModelErrorCode;
    readonly model: string;
    constructor(code: ModelErrorCode, model: string, message: string, cause?: unknown);
}

type ModelErrorCode = 'missing' | 'unreadable' | 'empty' | 'too-large' | 'wrong-format' | 'truncated' | 'malformed' | 'changed' | 'spool-failed' | 'unknown';

type ModelFileFormat = 'STL' | 'OBJ' | '3MF' | 'STEP';

type ModelFormat = OpenEnum<'STL' | 'OBJ' | '3MF' | 'STEP'>;

type ModelFormatInput = 'STL' | 'OBJ' | '3MF' | 'STEP';

type ModelInput = string | URL | Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array> | NodeJS.ReadableStream | AsyncIterable<Uint8Array> | KnownModel;

type ModelPage = {
    readonly items: readonly Model[];
    readonly nextCursor: string | null;
};

type ModelRequestInput = {
    readonly fileName: string;
    readonly format: ModelFormatInput;
    readonly sizeBytes: number;
    readonly sha256: string;
};

type ModelStatus = OpenEnum<'UPLOADING' | 'ANALYZING' | 'READY' | 'REJECTED'>;

type ModelUpload = {
    readonly url: string;
    readonly method: OpenEnum<'PUT'>;
    readonly expiresAt: string;
    readonly headers?: {
        readonly [name: string]: string;
    };
};

type ModelsListQuery = {
    readonly sha256?: string | undefined;
    readonly limit?: number | undefined;
    readonly cursor?: string | undefined;
};

interface ModelsResource {
    complete(modelId: string, options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & {
        readonly ifMatch: number | string;
    }): ApiCall<Model>;
    create(body: ModelRequestInput, options?: Omit<CommandOptions, 'ifMatch'>): ApiCall<NewModel>;
    get(modelId: string, options?: ReadOptions): ApiCall<Model>;
    list(query?: ModelsListQuery, options?: ReadOptions): PagedCall<ModelPage, Model>;
}

type Money = {
    readonly amountMinor: number;
    readonly currency: Currency$1;
};

type Money$1 = {
    readonly amountMinor: number;
    readonly currency: Currency$2;
};

type NewModel = {
    readonly id: Id;
    readonly fileName: string;
    readonly format: ModelFormat;
    readonly sizeBytes: number;
    readonly sha256: string;
    readonly status: ModelStatus;
    readonly version: number;
    readonly geometry: Geometry | null;
    readonly rejectedReason?: string;
    readonly createdAt: string;
    readonly upload: ModelUpload | null;
};

type NewWebhookSubscription = {
    readonly id: Id;
    readonly url: string;
    readonly events: readonly WebhookEvent[];
    readonly createdAt: string;
    readonly secret: string;
};

type NextPage<P> = (cursor: Cursor, first: CallResult<P>) => Promise<CallResult<P>>;

declare class NotHeldError extends SdkError {
    readonly kind = "not-held";
    constructor();
}

interface OAuth2ClientCredentials {
    readonly tokenUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly scope?: string;
    readonly audience?: string;
    readonly clientAuth?: 'client_secret_basic' | 'client_secret_post';
}

type OpenEnum<Known extends string> = Known | (string & {});

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

type Order = {
    readonly id: Id;
    readonly number: string;
    readonly channel: Channel;
    readonly partnerId?: Id;
    readonly externalRef?: string;
    readonly status: OrderStatus;
    readonly version: number;
    readonly modelId: Id;
    readonly quoteId: Id;
    readonly materialCode: string;
    readonly quantity: number;
    readonly price: Money;
    readonly assignee: Assignee | null;
    readonly promisedAt: string;
    readonly createdAt: string;
    readonly statusChangedAt: string;
    readonly cancellation: Cancellation | null;
    readonly tracking?: Tracking;
};

type Order$1 = {
    readonly id: Id$1;
    readonly number: string;
    readonly channel: Channel$1;
    readonly customerId?: Id$1;
    readonly partnerId?: Id$1;
    readonly externalRef?: string;
    readonly status: OrderStatus$1;
    readonly version: number;
    readonly quantity: number;
    readonly price: Money$1 | null;
    readonly promisedAt: string | null;
    readonly createdAt: string;
    readonly statusChangedAt: string;
    readonly cancellation: Cancellation$1 | null;
    readonly closure?: Closure;
    readonly tracking?: Tracking$1;
};

type OrderCount = {
    readonly status: OrderStatus;
    readonly count: number;
};

type OrderEvent = {
    readonly status: OrderStatus;
    readonly version: number;
    readonly changedAt: string;
    readonly operatorId: Id | null;
};

type OrderHistory = {
    readonly orderId: Id;
    readonly status: OrderStatus;
    readonly version: number;
    readonly items: readonly OrderEvent[];
};

type OrderPage = {
    readonly items: readonly Order[];
    readonly nextCursor: string | null;
};

type OrderPage$1 = {
    readonly items: readonly Order$1[];
    readonly nextCursor: string | null;
};

type OrderRequestInput = {
    readonly quoteId: Id;
    readonly externalRef?: string | undefined;
    readonly shipTo: ShipToInput;
};

type OrderStats = {
    readonly total: number;
    readonly items: readonly OrderCount[];
};

type OrderStatus = OpenEnum<'INITIATED' | 'FILE_UPLOADED' | 'SUBMITTED' | 'PRICE_CALCULATED' | 'MANUFACTURING_APPROVED' | 'MANUFACTURING_STARTED' | 'MANUFACTURING_COMPLETED' | 'PACKAGING' | 'SHIPPED' | 'CLOSED'>;

type OrderStatus$1 = OpenEnum<'INITIATED' | 'FILE_UPLOADED' | 'SUBMITTED' | 'PRICE_CALCULATED' | 'MANUFACTURING_APPROVED' | 'MANUFACTURING_STARTED' | 'MANUFACTURING_COMPLETED' | 'PACKAGING' | 'SHIPPED' | 'CLOSED'>;

type OrderStatusInput = 'INITIATED' | 'FILE_UPLOADED' | 'SUBMITTED' | 'PRICE_CALCULATED' | 'MANUFACTURING_APPROVED' | 'MANUFACTURING_STARTED' | 'MANUFACTURING_COMPLETED' | 'PACKAGING' | 'SHIPPED' | 'CLOSED';

type OrderStatusInput$1 = 'INITIATED' | 'FILE_UPLOADED' | 'SUBMITTED' | 'PRICE_CALCULATED' | 'MANUFACTURING_APPROVED' | 'MANUFACTURING_STARTED' | 'MANUFACTURING_COMPLETED' | 'PACKAGING' | 'SHIPPED' | 'CLOSED';

type OrderStatusReport = {
    readonly status: OrderStatus;
    readonly version: number;
    readonly statusChangedAt: string;
};

type OrderTransition = {
    readonly id: Id;
    readonly number: string;
    readonly channel: Channel;
    readonly partnerId?: Id;
    readonly externalRef?: string;
    readonly status: OrderStatus;
    readonly version: number;
    readonly modelId: Id;
    readonly quoteId: Id;
    readonly materialCode: string;
    readonly quantity: number;
    readonly price: Money;
    readonly assignee: Assignee | null;
    readonly promisedAt: string;
    readonly createdAt: string;
    readonly statusChangedAt: string;
    readonly cancellation: Cancellation | null;
    readonly tracking?: Tracking;
    readonly previousStatus: OrderStatus;
};

type OrderTransition$1 = {
    readonly id: Id$1;
    readonly number: string;
    readonly channel: Channel$1;
    readonly customerId?: Id$1;
    readonly partnerId?: Id$1;
    readonly externalRef?: string;
    readonly status: OrderStatus$1;
    readonly version: number;
    readonly quantity: number;
    readonly price: Money$1 | null;
    readonly promisedAt: string | null;
    readonly createdAt: string;
    readonly statusChangedAt: string;
    readonly cancellation: Cancellation$1 | null;
    readonly closure?: Closure;
    readonly tracking?: Tracking$1;
    readonly previousStatus: OrderStatus$1;
};

type OrdersListQuery = {
    readonly status?: readonly OrderStatusInput[] | undefined;
    readonly assignee?: Id | undefined;
    readonly partnerId?: Id | undefined;
    readonly channel?: ChannelInput | undefined;
    readonly updatedSince?: string | undefined;
    readonly sort?: '-createdAt' | 'createdAt' | '-statusChangedAt' | undefined;
    readonly limit?: number | undefined;
    readonly cursor?: string | undefined;
};

type OrdersListQuery$1 = {
    readonly status?: readonly OrderStatusInput$1[] | undefined;
    readonly customerId?: Id$1 | undefined;
    readonly partnerId?: Id$1 | undefined;
    readonly updatedSince?: string | undefined;
    readonly limit?: number | undefined;
    readonly cursor?: string | undefined;
};

interface OrdersResource {
    claim(orderId: string, options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & {
        readonly ifMatch: number | string;
    }): ApiCall<OrderTransition>;
    complete(orderId: string, options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & {
        readonly ifMatch: number | string;
    }): ApiCall<OrderTransition>;
    create(body: OrderRequestInput, options?: Omit<CommandOptions, 'ifMatch'>): ApiCall<Order>;
    get(orderId: string, options?: ReadOptions): ApiCall<Order>;
    getMany(orderIds: readonly string[], options?: ReadOptions): Promise<readonly Immutable<Order>[]>;
    history(orderId: string, options?: ReadOptions): ApiCall<OrderHistory>;
    list(query?: OrdersListQuery, options?: ReadOptions): PagedCall<OrderPage, Order>;
    ship(orderId: string, body: TrackingInput, options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & {
        readonly ifMatch: number | string;
    }): ApiCall<OrderTransition>;
    startPackaging(orderId: string, options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & {
        readonly ifMatch: number | string;
    }): ApiCall<OrderTransition>;
    stats(options?: ReadOptions): ApiCall<OrderStats>;
    status(orderId: string, options?: ReadOptions): ApiCall<OrderStatusReport>;
    statuses(orderIds: readonly string[], options?: ReadOptions): Promise<readonly Immutable<OrderStatusReport>[]>;
}

interface OrdersResource$1 {
    approve(orderId: string, options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & {
        readonly ifMatch: number | string;
    }): ApiCall<OrderTransition$1>;
    cancel(orderId: string, body: CancelRequestInput, options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & {
        readonly ifMatch: number | string;
    }): ApiCall<OrderTransition$1>;
    close(orderId: string, body: CloseRequestInput, options: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'> & {
        readonly ifMatch: number | string;
    }): ApiCall<OrderTransition$1>;
    get(orderId: string, options?: ReadOptions): ApiCall<Order$1>;
    list(query?: OrdersListQuery$1, options?: ReadOptions): PagedCall<OrderPage$1, Order$1>;
}

declare class OverloadError extends SdkError {
    readonly kind = "overload";
    readonly api: string | undefined;
    readonly operation: string | undefined;
    constructor(operation: string | undefined, running: number, waiting: number, api?: string);
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

type Partner = {
    readonly id: Id$1;
    readonly version: number;
    readonly name: string;
    readonly status: PartnerStatus;
    readonly country: Country;
    readonly currency: Currency$2;
    readonly paymentTermDays: number;
    readonly createdAt: string;
    readonly updatedAt: string;
};

type PartnerPage = {
    readonly items: readonly Partner[];
    readonly nextCursor: string | null;
};

type PartnerStatus = OpenEnum<'ACTIVE' | 'SUSPENDED'>;

type PartnerStatusInput = 'ACTIVE' | 'SUSPENDED';

type PartnersListQuery = {
    readonly status?: PartnerStatusInput | undefined;
    readonly limit?: number | undefined;
    readonly cursor?: string | undefined;
};

interface PartnersResource {
    get(partnerId: string, options?: ReadOptions): ApiCall<Partner>;
    list(query?: PartnersListQuery, options?: ReadOptions): PagedCall<PartnerPage, Partner>;
}

type PositionToken = string;

interface PriceParameters {
    readonly materialCode: string;
    readonly finishCode?: string;
    readonly quantity: number;
    readonly currency: string;
    readonly model?: never;
    readonly [name: string]: Json | undefined;
}

type PricedQuote = Omit<Quote, 'status' | 'result'> & {
    readonly status: 'SUCCEEDED';
    readonly result: QuoteResult;
};

interface PricingOptions {
    readonly rememberDigests?: boolean;
    readonly maxModelBytes?: number;
    readonly spoolFolder?: string;
}

type Problem = {
    readonly type: string;
    readonly title: string;
    readonly status: number;
    readonly code: ProblemCode;
    readonly detail?: string;
    readonly traceId: string;
    readonly errors?: readonly ProblemDetail[];
};

type Problem$1 = {
    readonly type: string;
    readonly title: string;
    readonly status: number;
    readonly code: ProblemCode$1;
    readonly detail?: string;
    readonly traceId: string;
    readonly errors?: readonly ProblemDetail$1[];
};

type ProblemCode = OpenEnum<'validation-failed' | 'unauthenticated' | 'forbidden' | 'not-found' | 'order-already-claimed' | 'invalid-transition' | 'model-not-ready' | 'quote-expired' | 'quote-not-succeeded' | 'upload-incomplete' | 'idempotency-key-reused' | 'version-mismatch' | 'model-rejected' | 'precondition-required' | 'rate-limited' | 'internal-error' | 'unavailable'>;

type ProblemCode$1 = OpenEnum<'validation-failed' | 'unauthenticated' | 'forbidden' | 'not-found' | 'invalid-transition' | 'version-mismatch' | 'precondition-required' | 'rate-limited' | 'internal-error' | 'unavailable'>;

type ProblemDetail = {
    readonly pointer: string;
    readonly detail: string;
};

type ProblemDetail$1 = {
    readonly pointer: string;
    readonly detail: string;
};

interface ProblemDetails {
    readonly type?: string;
    readonly title?: string;
    readonly status?: number;
    readonly detail?: string;
    readonly instance?: string;
    readonly code?: string;
    readonly traceId?: string;
    readonly errors?: readonly unknown[];
}

type Quote = {
    readonly id: Id;
    readonly status: QuoteStatus;
    readonly version: number;
    readonly fingerprint: string;
    readonly request: QuoteRequest;
    readonly result: QuoteResult | null;
    readonly failure: QuoteFailure | null;
    readonly createdAt: string;
    readonly completedAt?: string;
};

type QuoteFailure = {
    readonly code: OpenEnum<'calculation-failed' | 'calculation-timed-out' | 'model-rejected' | 'too-heavy-to-cast' | 'too-large-to-cast' | 'too-small-to-cast'>;
    readonly detail: string;
};

type QuotePage = {
    readonly items: readonly Quote[];
    readonly nextCursor: string | null;
};

type QuoteRequest = {
    readonly modelId: Id;
    readonly materialCode: string;
    readonly finishCode?: string;
    readonly quantity: number;
    readonly currency: Currency$1;
    readonly externalRef?: string;
};

type QuoteRequestInput = {
    readonly modelId: Id;
    readonly materialCode: string;
    readonly finishCode?: string | undefined;
    readonly quantity: number;
    readonly currency: Currency$1;
    readonly externalRef?: string | undefined;
};

type QuoteResult = {
    readonly unitPrice: Money;
    readonly totalPrice: Money;
    readonly metalMassG: number;
    readonly productionDays: number;
    readonly priceListVersion: string;
    readonly algorithmVersion: string;
    readonly validUntil: string;
};

type QuoteStatus = OpenEnum<'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'EXPIRED'>;

type QuoteStatusInput = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'EXPIRED';

type QuotesListQuery = {
    readonly status?: readonly QuoteStatusInput[] | undefined;
    readonly modelId?: Id | undefined;
    readonly limit?: number | undefined;
    readonly cursor?: string | undefined;
};

interface QuotesResource {
    create(body: QuoteRequestInput, options?: Omit<CommandOptions, 'ifMatch'>): ApiCall<Quote>;
    get(quoteId: string, options?: ReadOptions): ApiCall<Quote>;
    list(query?: QuotesListQuery, options?: ReadOptions): PagedCall<QuotePage, Quote>;
}

type RawOptions = Pick<CommandOptions, 'signal' | 'timeout' | 'idempotencyKey'>;

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
    readonly cache?: 'bypass' | 'reload';
    readonly atLeast?: PositionToken | readonly PositionToken[];
}

interface ReadyOptions {
    readonly timeout?: Duration;
    readonly signal?: AbortSignal;
}

type RedisSource = string | RedisOptions | ClusterSource | Redis | Cluster;

interface RequestFailure {
    readonly api?: string | undefined;
    readonly operation: string;
    readonly requestId: string;
    readonly attempts: number;
    readonly cause?: unknown;
}

interface RequestSent extends CallEvent {
    readonly attempt: number;
    readonly headers: Readonly<Record<string, string>>;
}

declare class RequestValidationError extends SdkError {
    readonly kind = "request-validation";
    readonly api: string | undefined;
    readonly operation: string;
    readonly issues: readonly ValidationIssue[];
    constructor(operation: string, issues: readonly ValidationIssue[], api?: string);
}

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

declare class ResponseValidationError extends SdkError {
    readonly kind = "response-validation";
    readonly api: string | undefined;
    readonly operation: string;
    readonly status: number;
    readonly requestId: string;
    readonly attempts: number;
    readonly issues: readonly ValidationIssue[];
    constructor(operation: string, status: number, requestId: string, issues: readonly ValidationIssue[], attempts?: number, api?: string);
}

interface RetryPlanned extends CallEvent {
    readonly attempt: number;
    readonly delayMs: number;
    readonly error: SdkError;
}

interface Sdk extends Life {
    readonly mes: CalculatingMesApi;
    readonly crm: CrmApi;
    request(request: SdkRequest, options?: RawOptions): ApiCall<Json>;
    as(who: Identity): Sdk;
}

declare abstract class SdkError extends Error {
    abstract readonly kind: ErrorKind;
    constructor(message: string, options?: {
        readonly cause?: unknown;
    });
    get name(): string;
    toJSON(): Readonly<Record<string, unknown>>;
}

interface SdkOptions extends CommonOptions {
    readonly mes?: ApiOptions;
    readonly crm?: ApiOptions;
    readonly pricing?: PricingOptions;
}

interface SdkRequest extends RawRequest {
    readonly api: 'mes' | 'crm';
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

declare class SerializationError extends SdkError {
    readonly kind = "serialization";
    readonly path: string;
    constructor(path: string, found: string);
}

type ShipToInput = {
    readonly name: string;
    readonly street: string;
    readonly addition?: string | undefined;
    readonly postalCode: string;
    readonly city: string;
    readonly countryCode: string;
    readonly email?: string | undefined;
    readonly phone?: string | undefined;
};

interface SightOptions {
    readonly middleware?: readonly Middleware[];
    readonly hooks?: Hooks;
    readonly logger?: Logger;
    readonly logLevel?: LogLevel;
    readonly redactHeaders?: readonly string[];
}

interface TagTemplate {
    readonly template: string;
    readonly absent?: Readonly<Record<string, readonly string[]>>;
}

type TierName = 'memory' | 'redis';

declare class TimeoutError extends SdkError {
    readonly kind = "timeout";
    readonly api: string | undefined;
    readonly operation: string;
    readonly requestId: string;
    readonly attempts: number;
    constructor(message: string, failure: RequestFailure);
}

type Tracking = {
    readonly carrier: string;
    readonly number: string;
};

type Tracking$1 = {
    readonly carrier: string;
    readonly number: string;
};

type TrackingInput = {
    readonly carrier: string;
    readonly number: string;
};

interface TtlRule {
    readonly when?: Readonly<Record<string, readonly (string | number | boolean | null)[]>>;
    readonly ttl: string;
    readonly notAfter?: readonly string[];
}

interface ValidationIssue {
    readonly path: string;
    readonly message: string;
}

declare class ValueValidationError extends SdkError {
    readonly kind = "value-validation";
    readonly issues: readonly ValidationIssue[];
    constructor(issues: readonly ValidationIssue[]);
}

type WebhookEvent = OpenEnum<'order.changed' | 'quote.changed'>;

type WebhookEventInput = 'order.changed' | 'quote.changed';

type WebhookSubscription = {
    readonly id: Id;
    readonly url: string;
    readonly events: readonly WebhookEvent[];
    readonly createdAt: string;
};

type WebhookSubscriptionList = {
    readonly items: readonly WebhookSubscription[];
};

type WebhookSubscriptionRequestInput = {
    readonly url: string;
    readonly events: readonly WebhookEventInput[];
};

interface WebhooksResource {
    create(body: WebhookSubscriptionRequestInput, options?: Omit<CommandOptions, 'ifMatch'>): ApiCall<NewWebhookSubscription>;
    delete(subscriptionId: string, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<undefined>;
    list(options?: ReadOptions): ApiCall<WebhookSubscriptionList>;
}

declare const createCrmApi: (caller: OperationCaller) => CrmApi;

declare const createMesApi: (caller: OperationCaller) => MesApi;

declare const createSdk: (options: SdkOptions) => Sdk;

declare namespace index {
    export { index_createMesApi as createMesApi, index_operations as operations };
    export type { index_Assignee as Assignee, index_BoundingBox as BoundingBox, index_Cancellation as Cancellation, index_Channel as Channel, index_ChannelInput as ChannelInput, Currency$1 as Currency, index_EntityTag as EntityTag, index_Finish as Finish, index_Geometry as Geometry, index_Id as Id, index_Material as Material, index_MaterialList as MaterialList, index_MaterialsResource as MaterialsResource, index_MesApi as MesApi, index_Metal as Metal, index_Model as Model, index_ModelFormat as ModelFormat, index_ModelFormatInput as ModelFormatInput, index_ModelPage as ModelPage, index_ModelRequestInput as ModelRequestInput, index_ModelStatus as ModelStatus, index_ModelUpload as ModelUpload, index_ModelsListQuery as ModelsListQuery, index_ModelsResource as ModelsResource, index_Money as Money, index_NewModel as NewModel, index_NewWebhookSubscription as NewWebhookSubscription, index_Order as Order, index_OrderCount as OrderCount, index_OrderEvent as OrderEvent, index_OrderHistory as OrderHistory, index_OrderPage as OrderPage, index_OrderRequestInput as OrderRequestInput, index_OrderStats as OrderStats, index_OrderStatus as OrderStatus, index_OrderStatusInput as OrderStatusInput, index_OrderStatusReport as OrderStatusReport, index_OrderTransition as OrderTransition, index_OrdersListQuery as OrdersListQuery, index_OrdersResource as OrdersResource, index_Problem as Problem, index_ProblemCode as ProblemCode, index_ProblemDetail as ProblemDetail, index_Quote as Quote, index_QuoteFailure as QuoteFailure, index_QuotePage as QuotePage, index_QuoteRequest as QuoteRequest, index_QuoteRequestInput as QuoteRequestInput, index_QuoteResult as QuoteResult, index_QuoteStatus as QuoteStatus, index_QuoteStatusInput as QuoteStatusInput, index_QuotesListQuery as QuotesListQuery, index_QuotesResource as QuotesResource, index_ShipToInput as ShipToInput, index_Tracking as Tracking, index_TrackingInput as TrackingInput, index_WebhookEvent as WebhookEvent, index_WebhookEventInput as WebhookEventInput, index_WebhookSubscription as WebhookSubscription, index_WebhookSubscriptionList as WebhookSubscriptionList, index_WebhookSubscriptionRequestInput as WebhookSubscriptionRequestInput, index_WebhooksResource as WebhooksResource };
}

declare namespace index$1 {
    export { index$1_createCrmApi as createCrmApi, operations$1 as operations };
    export type { index$1_Address as Address, index$1_AddressInput as AddressInput, index$1_CancelRequestInput as CancelRequestInput, Cancellation$1 as Cancellation, Channel$1 as Channel, index$1_CloseRequestInput as CloseRequestInput, index$1_Closure as Closure, index$1_Country as Country, index$1_CrmApi as CrmApi, Currency$2 as Currency, index$1_Customer as Customer, index$1_CustomerPage as CustomerPage, index$1_CustomerUpdateInput as CustomerUpdateInput, index$1_CustomersListQuery as CustomersListQuery, index$1_CustomersResource as CustomersResource, EntityTag$1 as EntityTag, Id$1 as Id, Money$1 as Money, Order$1 as Order, OrderPage$1 as OrderPage, OrderStatus$1 as OrderStatus, OrderStatusInput$1 as OrderStatusInput, OrderTransition$1 as OrderTransition, OrdersListQuery$1 as OrdersListQuery, OrdersResource$1 as OrdersResource, index$1_Partner as Partner, index$1_PartnerPage as PartnerPage, index$1_PartnerStatus as PartnerStatus, index$1_PartnerStatusInput as PartnerStatusInput, index$1_PartnersListQuery as PartnersListQuery, index$1_PartnersResource as PartnersResource, Problem$1 as Problem, ProblemCode$1 as ProblemCode, ProblemDetail$1 as ProblemDetail, Tracking$1 as Tracking };
}

type index$1_Address = Address;

type index$1_AddressInput = AddressInput;

type index$1_CancelRequestInput = CancelRequestInput;

type index$1_CloseRequestInput = CloseRequestInput;

type index$1_Closure = Closure;

type index$1_Country = Country;

type index$1_CrmApi = CrmApi;

type index$1_Customer = Customer;

type index$1_CustomerPage = CustomerPage;

type index$1_CustomerUpdateInput = CustomerUpdateInput;

type index$1_CustomersListQuery = CustomersListQuery;

type index$1_CustomersResource = CustomersResource;

type index$1_Partner = Partner;

type index$1_PartnerPage = PartnerPage;

type index$1_PartnerStatus = PartnerStatus;

type index$1_PartnerStatusInput = PartnerStatusInput;

type index$1_PartnersListQuery = PartnersListQuery;

type index$1_PartnersResource = PartnersResource;

declare const index$1_createCrmApi: typeof createCrmApi;

type index_Assignee = Assignee;

type index_BoundingBox = BoundingBox;

type index_Cancellation = Cancellation;

type index_Channel = Channel;

type index_ChannelInput = ChannelInput;

type index_EntityTag = EntityTag;

type index_Finish = Finish;

type index_Geometry = Geometry;

type index_Id = Id;

type index_Material = Material;

type index_MaterialList = MaterialList;

type index_MaterialsResource = MaterialsResource;

type index_MesApi = MesApi;

type index_Metal = Metal;

type index_Model = Model;

type index_ModelFormat = ModelFormat;

type index_ModelFormatInput = ModelFormatInput;

type index_ModelPage = ModelPage;

type index_ModelRequestInput = ModelRequestInput;

type index_ModelStatus = ModelStatus;

type index_ModelUpload = ModelUpload;

type index_ModelsListQuery = ModelsListQuery;

type index_ModelsResource = ModelsResource;

type index_Money = Money;

type index_NewModel = NewModel;

type index_NewWebhookSubscription = NewWebhookSubscription;

type index_Order = Order;

type index_OrderCount = OrderCount;

type index_OrderEvent = OrderEvent;

type index_OrderHistory = OrderHistory;

type index_OrderPage = OrderPage;

type index_OrderRequestInput = OrderRequestInput;

type index_OrderStats = OrderStats;

type index_OrderStatus = OrderStatus;

type index_OrderStatusInput = OrderStatusInput;

type index_OrderStatusReport = OrderStatusReport;

type index_OrderTransition = OrderTransition;

type index_OrdersListQuery = OrdersListQuery;

type index_OrdersResource = OrdersResource;

type index_Problem = Problem;

type index_ProblemCode = ProblemCode;

type index_ProblemDetail = ProblemDetail;

type index_Quote = Quote;

type index_QuoteFailure = QuoteFailure;

type index_QuotePage = QuotePage;

type index_QuoteRequest = QuoteRequest;

type index_QuoteRequestInput = QuoteRequestInput;

type index_QuoteResult = QuoteResult;

type index_QuoteStatus = QuoteStatus;

type index_QuoteStatusInput = QuoteStatusInput;

type index_QuotesListQuery = QuotesListQuery;

type index_QuotesResource = QuotesResource;

type index_ShipToInput = ShipToInput;

type index_Tracking = Tracking;

type index_TrackingInput = TrackingInput;

type index_WebhookEvent = WebhookEvent;

type index_WebhookEventInput = WebhookEventInput;

type index_WebhookSubscription = WebhookSubscription;

type index_WebhookSubscriptionList = WebhookSubscriptionList;

type index_WebhookSubscriptionRequestInput = WebhookSubscriptionRequestInput;

type index_WebhooksResource = WebhooksResource;

declare const index_createMesApi: typeof createMesApi;

declare const index_operations: typeof operations;

declare const isApiError: (error: unknown) => error is ApiError;

declare const isCalculationError: (error: unknown) => error is CalculationError;

declare const isClosedError: (error: unknown) => error is ClosedError;

declare const isConfigurationError: (error: unknown) => error is ConfigurationError;

declare const isConnectionError: (error: unknown) => error is ConnectionError;

declare const isModelError: (error: unknown) => error is ModelError;

declare const isNotHeldError: (error: unknown) => error is NotHeldError;

declare const isOverloadError: (error: unknown) => error is OverloadError;

declare const isRequestValidationError: (error: unknown) => error is RequestValidationError;

declare const isResponseValidationError: (error: unknown) => error is ResponseValidationError;

declare const isSdkError: (error: unknown) => error is SdkError;

declare const isSerializationError: (error: unknown) => error is SerializationError;

declare const isTimeoutError: (error: unknown) => error is TimeoutError;

declare const isValueValidationError: (error: unknown) => error is ValueValidationError;

declare const operations: readonly OperationDefinition[];

declare const operations$1: readonly OperationDefinition[];

declare const priceKey: (sha256: string, parameters: PriceParameters) => string;

export { type ApiCall, ApiError, CalculationError, ClosedError, ConfigurationError, ConnectionError, ModelError, NotHeldError, OverloadError, type PagedCall, RequestValidationError, ResponseValidationError, SdkError, SerializationError, TimeoutError, ValueValidationError, createSdk, type index$1 as crm, isApiError, isCalculationError, isClosedError, isConfigurationError, isConnectionError, isModelError, isNotHeldError, isOverloadError, isRequestValidationError, isResponseValidationError, isSdkError, isSerializationError, isTimeoutError, isValueValidationError, type index as mes, priceKey };

export type { ApiOptions, Attempt, Auth, CacheMeta, CacheOptions, CalculateManyOptions, CalculateOptions, CalculateRequest, CalculatedOne, CalculatingMesApi, CalculatingQuotes, CalculationProgress, CallFailed, CallOptions, CallResult, CommandOptions, Duration, ErrorKind, Hooks, Identity, Immutable, Invalidation, ItemsOptions, Json, LogLevel, Logger, Middleware, ModelErrorCode, ModelFileFormat, ModelInput, OAuth2ClientCredentials, PositionToken, PriceParameters, PricedQuote, PricingOptions, ProblemDetails, RawOptions, RawRequest, ReadOptions, ReadyOptions, RedisSource, RequestSent, ResponseMeta, ResponseReceived, RetryPlanned, Sdk, SdkOptions, SdkRequest, Secret, ValidationIssue };
