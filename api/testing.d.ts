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

type AnswerOf<Api extends KitApi, Name extends OperationName<Api>> = MethodOf<Resources[Api], Name> extends (...given: never) => infer Call ? Awaited<Call> : never;

interface Answers<Api extends KitApi, Name extends OperationName<Api>> {
    answers(value: AnswerOf<Api, Name>): void;
    answersOnce(value: AnswerOf<Api, Name>): void;
    answersWith(answer: (call: KitCall<CallName & `${Api}.${Name}`>) => AnswerOf<Api, Name> | Promise<AnswerOf<Api, Name>>): void;
    fails(code: ProblemCode<Api>, options?: Times): void;
    rateLimited(options?: Times & {
        readonly retryAfter?: Duration;
    }): void;
    hangs(options?: Times): void;
    disconnects(options?: Times): void;
    answersRaw(status: number, body?: unknown, headers?: Readonly<Record<string, string>>): void;
}

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
    readonly body: string | undefined;
    readonly headers: Readonly<Record<string, string>>;
    readonly code: string | undefined;
    readonly retryAfterMs: number | undefined;
    readonly api: string | undefined;
    readonly operation: string;
    readonly requestId: string;
    readonly attempts: number;
    constructor(status: number, given: ProblemDetails, failure: RequestFailure, retryAfterMs?: number, body?: string, headers?: Readonly<Record<string, string>>);
}

interface ApiErrorOptions extends ErrorOptions {
    readonly detail?: string;
    readonly errors?: readonly {
        readonly pointer: string;
        readonly detail: string;
    }[];
    readonly retryAfter?: Duration;
}

interface ApiOptions {
    readonly baseUrl: string;
    readonly auth?: Auth;
    readonly invalidates?: 'client' | 'server';
    readonly fetch?: typeof globalThis.fetch;
    readonly dispatcher?: Dispatcher;
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

type Build<T> = (override?: DeepPartial<T>) => T;

interface BuildOptions {
    readonly seed?: number;
    readonly now?: () => Date;
}

interface Builders extends CallBuilders {
    readonly mes: MesBuilders;
    readonly crm: CrmBuilders;
    readonly error: ErrorBuilders;
}

type BuildersOf<Types> = {
    readonly [Name in keyof Types]: Build<Types[Name]>;
};

interface BuiltTypes {
    readonly assignee: Assignee;
    readonly boundingBox: BoundingBox;
    readonly cancellation: Cancellation;
    readonly finish: Finish;
    readonly geometry: Geometry;
    readonly material: Material;
    readonly materialList: MaterialList;
    readonly model: Model;
    readonly modelPage: ModelPage;
    readonly modelRequestInput: ModelRequestInput;
    readonly modelUpload: ModelUpload;
    readonly money: Money;
    readonly newModel: NewModel;
    readonly newWebhookSubscription: NewWebhookSubscription;
    readonly order: Order;
    readonly orderChanged: OrderChanged;
    readonly orderCount: OrderCount;
    readonly orderEvent: OrderEvent;
    readonly orderHistory: OrderHistory;
    readonly orderPage: OrderPage;
    readonly orderRequestInput: OrderRequestInput;
    readonly orderStats: OrderStats;
    readonly orderStatusReport: OrderStatusReport;
    readonly orderTransition: OrderTransition;
    readonly problem: Problem;
    readonly problemDetail: ProblemDetail;
    readonly quote: Quote;
    readonly quoteChanged: QuoteChanged;
    readonly quoteFailure: QuoteFailure;
    readonly quotePage: QuotePage;
    readonly quoteRequest: QuoteRequest;
    readonly quoteRequestInput: QuoteRequestInput;
    readonly quoteResult: QuoteResult;
    readonly shipToInput: ShipToInput;
    readonly tracking: Tracking;
    readonly trackingInput: TrackingInput;
    readonly webhookSubscription: WebhookSubscription;
    readonly webhookSubscriptionList: WebhookSubscriptionList;
    readonly webhookSubscriptionRequestInput: WebhookSubscriptionRequestInput;
}

interface BuiltTypes$1 {
    readonly address: Address;
    readonly addressInput: AddressInput;
    readonly cancelRequestInput: CancelRequestInput;
    readonly cancellation: Cancellation$1;
    readonly closeRequestInput: CloseRequestInput;
    readonly closure: Closure;
    readonly customer: Customer;
    readonly customerPage: CustomerPage;
    readonly customerUpdateInput: CustomerUpdateInput;
    readonly money: Money$1;
    readonly order: Order$1;
    readonly orderPage: OrderPage$1;
    readonly orderTransition: OrderTransition$1;
    readonly partner: Partner;
    readonly partnerPage: PartnerPage;
    readonly problem: Problem$1;
    readonly problemDetail: ProblemDetail$1;
    readonly tracking: Tracking$1;
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

interface CalculatingMesApi extends Omit<MesApi, 'quotes' | 'webhooks'> {
    readonly quotes: CalculatingQuotes;
    readonly webhooks: ReceivingWebhooks;
}

interface CalculatingQuotes extends QuotesResource {
    calculate(request: CalculateRequest<Currency>, options?: CalculateOptions): ApiCall<PricedQuote>;
    calculateMany<Request extends CalculateRequest<Currency>>(requests: Iterable<Request> | AsyncIterable<Request>, options?: CalculateManyOptions): AsyncIterable<CalculatedOne<Request, PricedQuote>>;
}

interface CalculationProgress {
    readonly phase: 'hashing' | 'waiting' | 'uploading' | 'analyzing' | 'calculating';
    readonly bytes: number;
    readonly totalBytes: number;
    readonly elapsedMs: number;
}

interface CallBuilders {
    page<Row>(items: readonly Row[], options?: {
        readonly nextCursor?: string | null;
    }): Page<Row>;
    apiCall<T>(value: T | Promise<T>): ApiCall<T>;
    pagedCall<P extends Page<unknown>>(pages: readonly P[]): PagedCall<P, P['items'][number]>;
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

type CallName = {
    [Api in KitApi]: `${Api}.${OperationName<Api>}`;
}[KitApi];

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

interface ClientLifecycle extends AsyncDisposable {
    invalidate(tags: readonly string[]): Promise<Invalidation>;
    ready(options?: ReadyOptions): Promise<void>;
    close(): Promise<number>;
}

type CloseRequestInput = {
    readonly reason: string;
};

type Closure = {
    readonly reason: string;
    readonly closedAt: string;
};

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

type CrmBuilders = BuildersOf<BuiltTypes$1>;

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

type DeepPartial<T> = T extends readonly (infer Element)[] ? readonly DeepPartial<Element>[] : T extends object ? {
    readonly [K in keyof T]?: {} extends Pick<T, K> ? DeepPartial<T[K]> | undefined : DeepPartial<T[K]>;
} : T;

interface Described {
    readonly mes: operations$1;
    readonly crm: operations;
}

interface Dispatcher {
    dispatch(options: object, answer: unknown): boolean;
}

type Duration = number | `${number}ms` | `${number}s` | `${number}m` | `${number}h`;

interface ErrorBuilders {
    api(code: ProblemCode<KitApi>, options?: ApiErrorOptions): ApiError;
    timeout(options?: ErrorOptions): TimeoutError;
    connection(options?: ErrorOptions): ConnectionError;
    overload(options?: Pick<ErrorOptions, 'api' | 'operation'>): OverloadError;
}

type ErrorKind = 'api' | 'timeout' | 'connection' | 'response-validation' | 'request-validation' | 'value-validation' | 'configuration' | 'serialization' | 'closed' | 'not-held' | 'overload' | 'model' | 'calculation' | 'webhook';

interface ErrorOptions {
    readonly api?: KitApi;
    readonly operation?: string;
    readonly requestId?: string;
    readonly attempts?: number;
}

type FailedQuote = Omit<Quote, 'status' | 'failure'> & {
    readonly status: 'FAILED';
    readonly failure: QuoteFailure;
};

interface FakeCrm {
    change(id: string, change: DeepPartial<Order$1>): void;
    changeSilently(id: string, change: DeepPartial<Order$1>): void;
}

interface FakeMes {
    change(id: string, change: DeepPartial<Order>): void;
    changeSilently(id: string, change: DeepPartial<Order>): void;
    prices(amounts: Readonly<Record<string, number>>): void;
}

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

interface KeyPlace {
    readonly query: string;
}

type KitApi = 'mes' | 'crm';

interface KitCall<Name extends CallName = CallName> {
    readonly name: Name;
    readonly parameters: ParametersOfCall<Name>;
    readonly body: unknown;
    readonly headers: Headers;
    readonly at: Date;
}

interface KitClock {
    now(): Date;
    advance(duration: Duration): Promise<void>;
}

interface KitOptions extends Omit<SdkOptions, 'mes' | 'crm'>, KitOwnOptions {
    readonly mes?: Partial<ApiOptions>;
    readonly crm?: Partial<ApiOptions>;
}

interface KitOwnOptions {
    readonly now?: Date | string | number;
    readonly seed?: number;
    readonly identities?: Readonly<Record<string, {
        readonly partner?: string;
    }>>;
    readonly crmReachesMesAfter?: Duration;
}

interface KitRedis {
    down(): void;
    up(): void;
    loseEverything(): void;
    dropMessages(count?: number): void;
}

interface KitSeeds extends PriceSeeds, PartySeeds {
    readonly orders?: readonly DeepPartial<Order>[];
}

type Known<Value> = Value extends string ? (string extends Value ? never : Value) : never;

type Known$1<Part> = [
    Part
] extends [
    never
] ? unknown : Part extends object ? Part : unknown;

type KnownModel = {
    readonly modelId: string;
} | {
    readonly sha256: string;
};

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

type MesBuilders = {
    readonly [Name in keyof BuiltTypes]: Name extends 'quote' ? QuoteBuilder : Build<BuiltTypes[Name]>;
};

type Metal = OpenEnum<'GOLD' | 'SILVER' | 'PLATINUM' | 'PALLADIUM'>;

type MethodOf<Api, Name> = Name extends `${infer Resource}.${infer Method}` ? Resource extends keyof Api ? Method extends keyof Api[Resource] ? Api[Resource][Method] : never : never : never;

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

type NamesOf<Api> = {
    [Resource in keyof Api & string]: `${Resource}.${keyof Api[Resource] & string}`;
}[keyof Api & string];

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
    readonly events: readonly WebhookEvent$1[];
    readonly createdAt: string;
    readonly secret: string;
};

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

type OperationName<Api extends KitApi> = NamesOf<Resources[Api]>;

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

type OrderChanged = {
    readonly type: 'order.changed';
    readonly timestamp: string;
    readonly data: {
        readonly id: Id;
        readonly status: OrderStatus;
        readonly previousStatus: OrderStatus | null;
        readonly version: number;
        readonly tags: readonly string[];
    };
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

interface Page<Row> {
    readonly items: readonly Row[];
    readonly nextCursor: string | null;
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

type ParametersOf<Api extends KitApi, Name extends OperationName<Api>> = Readonly<PathOf<PartsOf<Api, Name>> & QueryOf<PartsOf<Api, Name>>>;

type ParametersOfCall<Name extends CallName> = Name extends `${infer Api extends KitApi}.${infer Operation}` ? Operation extends OperationName<Api> ? ParametersOf<Api, Operation> : never : never;

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

type PartsOf<Api extends KitApi, Name> = Name extends keyof Described[Api] ? Described[Api][Name] extends {
    readonly parameters: infer Parts;
} ? Parts : never : never;

interface PartySeeds {
    readonly customers?: readonly DeepPartial<Customer>[];
    readonly partners?: readonly DeepPartial<Partner>[];
}

type PathOf<Parts> = Parts extends {
    readonly path: infer Path;
} ? Known$1<Path> : unknown;

type PendingQuote = Omit<Quote, 'status' | 'result' | 'failure'> & {
    readonly status: 'PENDING';
    readonly result: null;
    readonly failure: null;
};

type PositionToken = string;

interface PriceSeeds {
    readonly materials?: readonly DeepPartial<Material>[];
    readonly models?: readonly DeepPartial<Model>[];
    readonly quotes?: readonly DeepPartial<Quote>[];
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
    readonly code: ProblemCode$2;
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

type ProblemCode<Api extends KitApi> = {
    readonly mes: components$1;
    readonly crm: components;
}[Api]['schemas']['ProblemCode'];

type ProblemCode$1 = OpenEnum<'validation-failed' | 'unauthenticated' | 'forbidden' | 'not-found' | 'invalid-transition' | 'version-mismatch' | 'precondition-required' | 'rate-limited' | 'internal-error' | 'unavailable'>;

type ProblemCode$2 = OpenEnum<'validation-failed' | 'unauthenticated' | 'forbidden' | 'not-found' | 'order-already-claimed' | 'invalid-transition' | 'model-not-ready' | 'quote-expired' | 'quote-not-succeeded' | 'upload-incomplete' | 'idempotency-key-reused' | 'version-mismatch' | 'model-rejected' | 'precondition-required' | 'rate-limited' | 'internal-error' | 'unavailable'>;

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

type QueryOf<Parts> = Parts extends {
    readonly query?: infer Query;
} ? Known$1<NonNullable<Query>> : unknown;

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

interface QuoteBuilder extends Build<Quote> {
    succeeded(override?: Omit<QuoteOverride, 'result'> & {
        readonly result?: DeepPartial<QuoteResult>;
    }): PricedQuote;
    failed(code?: QuoteFailureCode, override?: QuoteOverride): FailedQuote;
    pending(override?: QuoteOverride): PendingQuote;
}

type QuoteChanged = {
    readonly type: 'quote.changed';
    readonly timestamp: string;
    readonly data: {
        readonly id: Id;
        readonly status: QuoteStatus;
        readonly previousStatus: QuoteStatus | null;
        readonly version: number;
        readonly tags: readonly string[];
    };
};

type QuoteFailure = {
    readonly code: OpenEnum<'calculation-failed' | 'calculation-timed-out' | 'model-rejected' | 'too-heavy-to-cast' | 'too-large-to-cast' | 'too-small-to-cast'>;
    readonly detail: string;
};

type QuoteFailureCode = Known<QuoteFailure['code']>;

type QuoteOverride = Omit<DeepPartial<Quote>, 'status' | 'failure'>;

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

type Receive = (body: string | Uint8Array, headers: WebhookHeaders, secret: WebhookSecret, options?: ReceiveOptions) => Promise<WebhookMessage | undefined>;

interface ReceiveOptions extends UnwrapOptions {
    readonly handle?: ((message: WebhookMessage) => unknown) | undefined;
}

interface ReceivingWebhooks extends WebhooksResource {
    unwrap(body: string | Uint8Array, headers: WebhookHeaders, secret: WebhookSecret, options?: UnwrapOptions): WebhookMessage;
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

interface RequestSent extends CallEvent {
    readonly attempt: number;
    readonly headers: Readonly<Record<string, string>>;
}

interface Resources {
    readonly mes: MesApi;
    readonly crm: CrmApi;
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

interface RetryPlanned extends CallEvent {
    readonly attempt: number;
    readonly delayMs: number;
    readonly error: SdkError;
}

interface Scripting<Api extends KitApi> {
    on<Name extends OperationName<Api>>(name: Name, parameters?: Partial<ParametersOf<Api, Name>>): Answers<Api, Name>;
    down(): void;
    up(): void;
}

interface Sdk extends ClientLifecycle {
    readonly mes: CalculatingMesApi;
    readonly crm: CrmApi;
    request(request: SdkRequest, options?: RawOptions): ApiCall<Json>;
    readonly receive: Receive;
    as(who: Identity): Sdk;
    withOptions(options: ViewOptions): Sdk;
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

interface SignOptions extends WebhookOptions {
    readonly id?: string;
    readonly sentAt?: Date | number;
}

interface SignedRequest {
    readonly method: 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
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

type TestKit = TestKit$1<FakeMes, FakeCrm>;

interface TestKit$1<Mes, Crm> extends AsyncDisposable {
    readonly sdk: Sdk;
    readonly clock: KitClock;
    readonly mes: Mes & Scripting<'mes'>;
    readonly crm: Crm & Scripting<'crm'>;
    readonly redis: KitRedis;
    readonly webhookSecret: string;
    calls<Name extends CallName>(name: Name): readonly KitCall<Name>[];
    calls(): readonly KitCall[];
    unmocked(): readonly UnmockedCallError[];
    fleet(size: number): readonly Sdk[];
    webhook(event: WebhookEvent, id: string, options?: WebhookOptions): SignedRequest;
    close(): Promise<void>;
}

interface TestKitOptions extends KitOptions, KitSeeds {
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

interface Times {
    readonly times?: number;
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

interface UnmockedCall {
    readonly api: string | undefined;
    readonly operation: string | undefined;
    readonly method: string;
    readonly path: string;
    readonly parameters: Readonly<Record<string, unknown>>;
}

declare class UnmockedCallError extends SdkError implements UnmockedCall {
    readonly kind = "configuration";
    readonly api: string | undefined;
    readonly operation: string | undefined;
    readonly method: string;
    readonly path: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    constructor({ api, operation, method, path, parameters }: UnmockedCall, defined: readonly string[]);
    get name(): string;
}

interface UnwrapOptions {
    readonly tolerance?: Duration | undefined;
}

type ViewOptions = Pick<ReadOptions, 'timeout' | 'headers' | 'retries' | 'maxStaleness'>;

type WebhookEvent = WebhookMessage['type'];

type WebhookEvent$1 = OpenEnum<'order.changed' | 'quote.changed'>;

type WebhookEventInput = 'order.changed' | 'quote.changed';

type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

type WebhookMessage = (OrderChanged & {
    readonly type: 'order.changed';
}) | (QuoteChanged & {
    readonly type: 'quote.changed';
});

interface WebhookOptions {
    readonly secret?: string;
}

type WebhookSecret = string | readonly string[];

type WebhookSubscription = {
    readonly id: Id;
    readonly url: string;
    readonly events: readonly WebhookEvent$1[];
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

declare const build: Builders;

interface components {
    schemas: {
        Id: string;
        EntityTag: string;
        Currency: string;
        Money: {
            amountMinor: number;
            currency: components["schemas"]["Currency"];
        };
        OrderStatus: "INITIATED" | "FILE_UPLOADED" | "SUBMITTED" | "PRICE_CALCULATED" | "MANUFACTURING_APPROVED" | "MANUFACTURING_STARTED" | "MANUFACTURING_COMPLETED" | "PACKAGING" | "SHIPPED" | "CLOSED";
        Channel: "SHOP" | "PARTNER";
        Cancellation: {
            reason: string;
            cancelledAt: string;
        };
        Closure: {
            reason: string;
            closedAt: string;
        };
        CloseRequest: {
            reason: string;
        };
        CancelRequest: {
            reason: string;
        };
        Tracking: {
            carrier: string;
            number: string;
        };
        Order: {
            id: components["schemas"]["Id"];
            number: string;
            channel: components["schemas"]["Channel"];
            customerId?: components["schemas"]["Id"];
            partnerId?: components["schemas"]["Id"];
            externalRef?: string;
            status: components["schemas"]["OrderStatus"];
            version: number;
            quantity: number;
            price: components["schemas"]["Money"] | null;
            promisedAt: string | null;
            createdAt: string;
            statusChangedAt: string;
            cancellation: components["schemas"]["Cancellation"] | null;
            closure?: components["schemas"]["Closure"];
            tracking?: components["schemas"]["Tracking"];
        };
        OrderTransition: components["schemas"]["Order"] & {
            previousStatus: components["schemas"]["OrderStatus"];
        };
        OrderPage: {
            items: components["schemas"]["Order"][];
            nextCursor: string | null;
        };
        Address: {
            lines: string[];
            postalCode: string;
            city: string;
            country: components["schemas"]["Country"];
        };
        Country: string;
        Customer: {
            id: components["schemas"]["Id"];
            version: number;
            name: string;
            email: string;
            phone: string | null;
            address: components["schemas"]["Address"] | null;
            createdAt: string;
            updatedAt: string;
        };
        CustomerUpdate: {
            name?: string;
            email?: string;
            phone?: string | null;
            address?: components["schemas"]["Address"] | null;
        };
        CustomerPage: {
            items: components["schemas"]["Customer"][];
            nextCursor: string | null;
        };
        PartnerStatus: "ACTIVE" | "SUSPENDED";
        Partner: {
            id: components["schemas"]["Id"];
            version: number;
            name: string;
            status: components["schemas"]["PartnerStatus"];
            country: components["schemas"]["Country"];
            currency: components["schemas"]["Currency"];
            paymentTermDays: number;
            createdAt: string;
            updatedAt: string;
        };
        PartnerPage: {
            items: components["schemas"]["Partner"][];
            nextCursor: string | null;
        };
        ProblemCode: "validation-failed" | "unauthenticated" | "forbidden" | "not-found" | "invalid-transition" | "version-mismatch" | "precondition-required" | "rate-limited" | "internal-error" | "unavailable";
        ProblemDetail: {
            pointer: string;
            detail: string;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            code: components["schemas"]["ProblemCode"];
            detail?: string;
            traceId: string;
            errors?: components["schemas"]["ProblemDetail"][];
        };
    };
    responses: {
        NotModified: {
            headers: {
                ETag: string;
                "Cache-Control": components["headers"]["CacheControl"];
                [name: string]: unknown;
            };
            content?: never;
        };
        ValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        TransitionRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        VersionMismatch: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        PreconditionRequired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        RateLimited: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        Unexpected: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        OrderId: components["schemas"]["Id"];
        CustomerId: components["schemas"]["Id"];
        PartnerId: components["schemas"]["Id"];
        Limit: number;
        Cursor: string;
        IfMatch: components["schemas"]["EntityTag"];
        IfNoneMatch: string;
        CachePosition: string;
    };
    requestBodies: never;
    headers: {
        ETag: components["schemas"]["EntityTag"];
        WeakETag: string;
        CacheControl: "private";
        RetryAfter: number;
    };
    pathItems: never;
}

interface components$1 {
    schemas: {
        Id: string;
        EntityTag: string;
        Currency: string;
        Money: {
            amountMinor: number;
            currency: components$1["schemas"]["Currency"];
        };
        Metal: "GOLD" | "SILVER" | "PLATINUM" | "PALLADIUM";
        Finish: {
            code: string;
            name: string;
        };
        Material: {
            code: string;
            name: string;
            metal: components$1["schemas"]["Metal"];
            finenessPermille: number;
            densityGPerCm3: number;
            finishes: components$1["schemas"]["Finish"][];
            leadTimeDays: number;
        };
        MaterialList: {
            items: components$1["schemas"]["Material"][];
        };
        ModelFormat: "STL" | "OBJ" | "3MF" | "STEP";
        ModelStatus: "UPLOADING" | "ANALYZING" | "READY" | "REJECTED";
        ModelRequest: {
            fileName: string;
            format: components$1["schemas"]["ModelFormat"];
            sizeBytes: number;
            sha256: string;
        };
        BoundingBox: {
            x: number;
            y: number;
            z: number;
        };
        Geometry: {
            polygonCount: number;
            volumeMm3: number;
            surfaceAreaMm2: number;
            boundingBoxMm: components$1["schemas"]["BoundingBox"];
        };
        Model: {
            id: components$1["schemas"]["Id"];
            fileName: string;
            format: components$1["schemas"]["ModelFormat"];
            sizeBytes: number;
            sha256: string;
            status: components$1["schemas"]["ModelStatus"];
            version: number;
            geometry: components$1["schemas"]["Geometry"] | null;
            rejectedReason?: string;
            createdAt: string;
        };
        ModelUpload: {
            url: string;
            method: "PUT";
            expiresAt: string;
            headers?: {
                [key: string]: string;
            };
        };
        NewModel: components$1["schemas"]["Model"] & {
            upload: components$1["schemas"]["ModelUpload"] | null;
        };
        ModelPage: {
            items: components$1["schemas"]["Model"][];
            nextCursor: string | null;
        };
        OrderStatus: "INITIATED" | "FILE_UPLOADED" | "SUBMITTED" | "PRICE_CALCULATED" | "MANUFACTURING_APPROVED" | "MANUFACTURING_STARTED" | "MANUFACTURING_COMPLETED" | "PACKAGING" | "SHIPPED" | "CLOSED";
        Channel: "SHOP" | "PARTNER";
        Assignee: {
            operatorId: components$1["schemas"]["Id"];
            claimedAt: string;
        };
        Cancellation: {
            reason: string;
            cancelledAt: string;
        };
        Tracking: {
            carrier: string;
            number: string;
        };
        Order: {
            id: components$1["schemas"]["Id"];
            number: string;
            channel: components$1["schemas"]["Channel"];
            partnerId?: components$1["schemas"]["Id"];
            externalRef?: string;
            status: components$1["schemas"]["OrderStatus"];
            version: number;
            modelId: components$1["schemas"]["Id"];
            quoteId: components$1["schemas"]["Id"];
            materialCode: string;
            quantity: number;
            price: components$1["schemas"]["Money"];
            assignee: components$1["schemas"]["Assignee"] | null;
            promisedAt: string;
            createdAt: string;
            statusChangedAt: string;
            cancellation: components$1["schemas"]["Cancellation"] | null;
            tracking?: components$1["schemas"]["Tracking"];
        };
        OrderTransition: components$1["schemas"]["Order"] & {
            previousStatus: components$1["schemas"]["OrderStatus"];
        };
        OrderPage: {
            items: components$1["schemas"]["Order"][];
            nextCursor: string | null;
        };
        ShipTo: {
            name: string;
            street: string;
            addition?: string;
            postalCode: string;
            city: string;
            countryCode: string;
            email?: string;
            phone?: string;
        };
        OrderRequest: {
            quoteId: components$1["schemas"]["Id"];
            externalRef?: string;
            shipTo: components$1["schemas"]["ShipTo"];
        };
        OrderEvent: {
            status: components$1["schemas"]["OrderStatus"];
            version: number;
            changedAt: string;
            operatorId: components$1["schemas"]["Id"] | null;
        };
        OrderHistory: {
            orderId: components$1["schemas"]["Id"];
            status: components$1["schemas"]["OrderStatus"];
            version: number;
            items: components$1["schemas"]["OrderEvent"][];
        };
        OrderCount: {
            status: components$1["schemas"]["OrderStatus"];
            count: number;
        };
        OrderStats: {
            total: number;
            items: components$1["schemas"]["OrderCount"][];
        };
        OrderStatusReport: {
            status: components$1["schemas"]["OrderStatus"];
            version: number;
            statusChangedAt: string;
        };
        QuoteRequest: {
            modelId: components$1["schemas"]["Id"];
            materialCode: string;
            finishCode?: string;
            quantity: number;
            currency: components$1["schemas"]["Currency"];
            externalRef?: string;
        };
        QuoteStatus: "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "EXPIRED";
        QuoteResult: {
            unitPrice: components$1["schemas"]["Money"];
            totalPrice: components$1["schemas"]["Money"];
            metalMassG: number;
            productionDays: number;
            priceListVersion: string;
            algorithmVersion: string;
            validUntil: string;
        };
        QuoteFailure: {
            code: "calculation-failed" | "calculation-timed-out" | "model-rejected" | "too-heavy-to-cast" | "too-large-to-cast" | "too-small-to-cast";
            detail: string;
        };
        Quote: {
            id: components$1["schemas"]["Id"];
            status: components$1["schemas"]["QuoteStatus"];
            version: number;
            fingerprint: string;
            request: components$1["schemas"]["QuoteRequest"];
            result: components$1["schemas"]["QuoteResult"] | null;
            failure: components$1["schemas"]["QuoteFailure"] | null;
            createdAt: string;
            completedAt?: string;
        };
        QuotePage: {
            items: components$1["schemas"]["Quote"][];
            nextCursor: string | null;
        };
        WebhookEvent: "order.changed" | "quote.changed";
        WebhookSubscriptionRequest: {
            url: string;
            events: components$1["schemas"]["WebhookEvent"][];
        };
        WebhookSubscription: {
            id: components$1["schemas"]["Id"];
            url: string;
            events: components$1["schemas"]["WebhookEvent"][];
            createdAt: string;
        };
        NewWebhookSubscription: components$1["schemas"]["WebhookSubscription"] & {
            secret: string;
        };
        WebhookSubscriptionList: {
            items: components$1["schemas"]["WebhookSubscription"][];
        };
        WebhookMessage: components$1["schemas"]["OrderChanged"] | components$1["schemas"]["QuoteChanged"];
        OrderChanged: {
            type: "order.changed";
            timestamp: string;
            data: {
                id: components$1["schemas"]["Id"];
                status: components$1["schemas"]["OrderStatus"];
                previousStatus: components$1["schemas"]["OrderStatus"] | null;
                version: number;
                tags: string[];
            };
        };
        QuoteChanged: {
            type: "quote.changed";
            timestamp: string;
            data: {
                id: components$1["schemas"]["Id"];
                status: components$1["schemas"]["QuoteStatus"];
                previousStatus: components$1["schemas"]["QuoteStatus"] | null;
                version: number;
                tags: string[];
            };
        };
        ProblemCode: "validation-failed" | "unauthenticated" | "forbidden" | "not-found" | "order-already-claimed" | "invalid-transition" | "model-not-ready" | "quote-expired" | "quote-not-succeeded" | "upload-incomplete" | "idempotency-key-reused" | "version-mismatch" | "model-rejected" | "precondition-required" | "rate-limited" | "internal-error" | "unavailable";
        ProblemDetail: {
            pointer: string;
            detail: string;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            code: components$1["schemas"]["ProblemCode"];
            detail?: string;
            traceId: string;
            errors?: components$1["schemas"]["ProblemDetail"][];
        };
    };
    responses: {
        NotModified: {
            headers: {
                ETag?: string;
                [name: string]: unknown;
            };
            content?: never;
        };
        ValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components$1["schemas"]["Problem"];
            };
        };
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components$1["schemas"]["Problem"];
            };
        };
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components$1["schemas"]["Problem"];
            };
        };
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components$1["schemas"]["Problem"];
            };
        };
        TransitionRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components$1["schemas"]["Problem"];
            };
        };
        IdempotencyKeyReused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components$1["schemas"]["Problem"];
            };
        };
        VersionMismatch: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components$1["schemas"]["Problem"];
            };
        };
        ModelRejected: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components$1["schemas"]["Problem"];
            };
        };
        PreconditionRequired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components$1["schemas"]["Problem"];
            };
        };
        RateLimited: {
            headers: {
                "Retry-After": components$1["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components$1["schemas"]["Problem"];
            };
        };
        Unexpected: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components$1["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        OrderId: components$1["schemas"]["Id"];
        ModelId: components$1["schemas"]["Id"];
        QuoteId: components$1["schemas"]["Id"];
        Limit: number;
        Cursor: string;
        IfMatch: components$1["schemas"]["EntityTag"];
        IfNoneMatch: string;
        IdempotencyKey: string;
        CachePosition: string;
    };
    requestBodies: never;
    headers: {
        ETag: components$1["schemas"]["EntityTag"];
        WeakETag: string;
        CacheControl: "private";
        Location: string;
        RetryAfter: number;
    };
    pathItems: never;
}

declare const createBuilders: ({ seed, now }?: BuildOptions) => Builders;

declare const createTestKit: (options?: TestKitOptions) => TestKit;

declare const installTestKit: (kit: object) => void;

declare const isUnmockedCallError: (error: unknown) => error is UnmockedCallError;

interface operations {
    "orders.list": {
        parameters: {
            query?: {
                status?: components["schemas"]["OrderStatus"][];
                customerId?: components["schemas"]["Id"];
                partnerId?: components["schemas"]["Id"];
                updatedSince?: string;
                limit?: components["parameters"]["Limit"];
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["WeakETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "orders.get": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path: {
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "orders.approve": {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderTransition"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TransitionRefused"];
            412: components["responses"]["VersionMismatch"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "orders.close": {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderTransition"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TransitionRefused"];
            412: components["responses"]["VersionMismatch"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "orders.cancel": {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderTransition"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TransitionRefused"];
            412: components["responses"]["VersionMismatch"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "customers.list": {
        parameters: {
            query?: {
                updatedSince?: string;
                limit?: components["parameters"]["Limit"];
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["WeakETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerPage"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "customers.get": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path: {
                customerId: components["parameters"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "customers.update": {
        parameters: {
            query?: never;
            header: {
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                customerId: components["parameters"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerUpdate"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["VersionMismatch"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "partners.list": {
        parameters: {
            query?: {
                status?: components["schemas"]["PartnerStatus"];
                limit?: components["parameters"]["Limit"];
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["WeakETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerPage"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "partners.get": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path: {
                partnerId: components["parameters"]["PartnerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
}

interface operations$1 {
    "materials.list": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components$1["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components$1["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["WeakETag"];
                    "Cache-Control": components$1["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["MaterialList"];
                };
            };
            304: components$1["responses"]["NotModified"];
            401: components$1["responses"]["Unauthenticated"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "models.list": {
        parameters: {
            query?: {
                sha256?: string;
                limit?: components$1["parameters"]["Limit"];
                cursor?: components$1["parameters"]["Cursor"];
            };
            header?: {
                "If-None-Match"?: components$1["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components$1["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["WeakETag"];
                    "Cache-Control": components$1["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["ModelPage"];
                };
            };
            304: components$1["responses"]["NotModified"];
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "models.create": {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components$1["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components$1["schemas"]["ModelRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    Location: components$1["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["NewModel"];
                };
            };
            201: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    Location: components$1["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["NewModel"];
                };
            };
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            409: components$1["responses"]["IdempotencyKeyReused"];
            428: components$1["responses"]["PreconditionRequired"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "models.get": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components$1["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components$1["parameters"]["CachePosition"];
            };
            path: {
                modelId: components$1["parameters"]["ModelId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    "Cache-Control": components$1["headers"]["CacheControl"];
                    "Retry-After": components$1["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["Model"];
                };
            };
            304: components$1["responses"]["NotModified"];
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            404: components$1["responses"]["NotFound"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "models.complete": {
        parameters: {
            query?: never;
            header: {
                "If-Match": components$1["schemas"]["EntityTag"];
            };
            path: {
                modelId: components$1["parameters"]["ModelId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    "Retry-After": components$1["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["Model"];
                };
            };
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            404: components$1["responses"]["NotFound"];
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components$1["schemas"]["Problem"];
                };
            };
            412: components$1["responses"]["VersionMismatch"];
            428: components$1["responses"]["PreconditionRequired"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "orders.stats": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components$1["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components$1["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["WeakETag"];
                    "Cache-Control": components$1["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["OrderStats"];
                };
            };
            304: components$1["responses"]["NotModified"];
            401: components$1["responses"]["Unauthenticated"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "orders.list": {
        parameters: {
            query?: {
                status?: components$1["schemas"]["OrderStatus"][];
                assignee?: components$1["schemas"]["Id"];
                partnerId?: components$1["schemas"]["Id"];
                channel?: components$1["schemas"]["Channel"];
                updatedSince?: string;
                sort?: "-createdAt" | "createdAt" | "-statusChangedAt";
                limit?: components$1["parameters"]["Limit"];
                cursor?: components$1["parameters"]["Cursor"];
            };
            header?: {
                "If-None-Match"?: components$1["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components$1["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["WeakETag"];
                    "Cache-Control": components$1["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["OrderPage"];
                };
            };
            304: components$1["responses"]["NotModified"];
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            403: components$1["responses"]["Forbidden"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "orders.create": {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components$1["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components$1["schemas"]["OrderRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    Location: components$1["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["Order"];
                };
            };
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            403: components$1["responses"]["Forbidden"];
            404: components$1["responses"]["NotFound"];
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components$1["schemas"]["Problem"];
                };
            };
            428: components$1["responses"]["PreconditionRequired"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "orders.get": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components$1["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components$1["parameters"]["CachePosition"];
            };
            path: {
                orderId: components$1["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    "Cache-Control": components$1["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["Order"];
                };
            };
            304: components$1["responses"]["NotModified"];
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            404: components$1["responses"]["NotFound"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "orders.status": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components$1["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components$1["parameters"]["CachePosition"];
            };
            path: {
                orderId: components$1["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    "Cache-Control": components$1["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["OrderStatusReport"];
                };
            };
            304: components$1["responses"]["NotModified"];
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            404: components$1["responses"]["NotFound"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "orders.history": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components$1["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components$1["parameters"]["CachePosition"];
            };
            path: {
                orderId: components$1["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    "Cache-Control": components$1["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["OrderHistory"];
                };
            };
            304: components$1["responses"]["NotModified"];
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            404: components$1["responses"]["NotFound"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "orders.claim": {
        parameters: {
            query?: never;
            header: {
                "If-Match": components$1["parameters"]["IfMatch"];
            };
            path: {
                orderId: components$1["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["OrderTransition"];
                };
            };
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            403: components$1["responses"]["Forbidden"];
            404: components$1["responses"]["NotFound"];
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components$1["schemas"]["Problem"];
                };
            };
            412: components$1["responses"]["VersionMismatch"];
            428: components$1["responses"]["PreconditionRequired"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "orders.complete": {
        parameters: {
            query?: never;
            header: {
                "If-Match": components$1["parameters"]["IfMatch"];
            };
            path: {
                orderId: components$1["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["OrderTransition"];
                };
            };
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            403: components$1["responses"]["Forbidden"];
            404: components$1["responses"]["NotFound"];
            409: components$1["responses"]["TransitionRefused"];
            412: components$1["responses"]["VersionMismatch"];
            428: components$1["responses"]["PreconditionRequired"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "orders.startPackaging": {
        parameters: {
            query?: never;
            header: {
                "If-Match": components$1["parameters"]["IfMatch"];
            };
            path: {
                orderId: components$1["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["OrderTransition"];
                };
            };
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            403: components$1["responses"]["Forbidden"];
            404: components$1["responses"]["NotFound"];
            409: components$1["responses"]["TransitionRefused"];
            412: components$1["responses"]["VersionMismatch"];
            428: components$1["responses"]["PreconditionRequired"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "orders.ship": {
        parameters: {
            query?: never;
            header: {
                "If-Match": components$1["parameters"]["IfMatch"];
            };
            path: {
                orderId: components$1["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components$1["schemas"]["Tracking"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["OrderTransition"];
                };
            };
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            403: components$1["responses"]["Forbidden"];
            404: components$1["responses"]["NotFound"];
            409: components$1["responses"]["TransitionRefused"];
            412: components$1["responses"]["VersionMismatch"];
            428: components$1["responses"]["PreconditionRequired"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "quotes.list": {
        parameters: {
            query?: {
                status?: components$1["schemas"]["QuoteStatus"][];
                modelId?: components$1["schemas"]["Id"];
                limit?: components$1["parameters"]["Limit"];
                cursor?: components$1["parameters"]["Cursor"];
            };
            header?: {
                "If-None-Match"?: components$1["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components$1["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["WeakETag"];
                    "Cache-Control": components$1["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["QuotePage"];
                };
            };
            304: components$1["responses"]["NotModified"];
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "quotes.create": {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components$1["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components$1["schemas"]["QuoteRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    Location: components$1["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["Quote"];
                };
            };
            202: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    Location: components$1["headers"]["Location"];
                    "Retry-After": components$1["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["Quote"];
                };
            };
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            404: components$1["responses"]["NotFound"];
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components$1["schemas"]["Problem"];
                };
            };
            422: components$1["responses"]["ModelRejected"];
            428: components$1["responses"]["PreconditionRequired"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "quotes.get": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components$1["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components$1["parameters"]["CachePosition"];
            };
            path: {
                quoteId: components$1["parameters"]["QuoteId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["ETag"];
                    "Cache-Control": components$1["headers"]["CacheControl"];
                    "Retry-After": components$1["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["Quote"];
                };
            };
            304: components$1["responses"]["NotModified"];
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            404: components$1["responses"]["NotFound"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "webhooks.list": {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: components$1["parameters"]["IfNoneMatch"];
                "Cache-Position"?: components$1["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag: components$1["headers"]["WeakETag"];
                    "Cache-Control": components$1["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["WebhookSubscriptionList"];
                };
            };
            304: components$1["responses"]["NotModified"];
            401: components$1["responses"]["Unauthenticated"];
            403: components$1["responses"]["Forbidden"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "webhooks.create": {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components$1["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components$1["schemas"]["WebhookSubscriptionRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    Location: components$1["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components$1["schemas"]["NewWebhookSubscription"];
                };
            };
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            403: components$1["responses"]["Forbidden"];
            409: components$1["responses"]["IdempotencyKeyReused"];
            428: components$1["responses"]["PreconditionRequired"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "webhooks.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscriptionId: components$1["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components$1["responses"]["ValidationFailed"];
            401: components$1["responses"]["Unauthenticated"];
            403: components$1["responses"]["Forbidden"];
            404: components$1["responses"]["NotFound"];
            429: components$1["responses"]["RateLimited"];
            default: components$1["responses"]["Unexpected"];
        };
    };
    "webhooks.change": {
        parameters: {
            query?: never;
            header: {
                "webhook-id": string;
                "webhook-timestamp": string;
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components$1["schemas"]["WebhookMessage"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}

declare const signTestMessage: (message: unknown, options?: SignOptions) => SignedRequest;

export { UnmockedCallError, build, createBuilders, createTestKit, installTestKit, isUnmockedCallError, signTestMessage };

export type { AnswerOf, Answers, BuildOptions, Builders, CallName, DeepPartial, FakeCrm, FakeMes, KitApi, KitCall, KitClock, KitOptions, KitOwnOptions, KitRedis, KitSeeds, OperationName, ParametersOf, ProblemCode, Scripting, SignOptions, SignedRequest, TestKit, TestKitOptions, Times, UnmockedCall, WebhookEvent, WebhookOptions };
