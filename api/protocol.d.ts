declare const CACHE_POSITION_HEADER = "cache-position";

interface CachePosition {
    readonly atLeast: readonly PositionToken[];
    readonly maxStaleness: number;
}

interface Epoch {
    readonly number: number;
    readonly random: string;
}

declare const FUNCTION_LIBRARY: string;

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

declare const LOG_SCRIPT: string;

interface LogRecord extends Position {
    readonly prev: StreamId;
    readonly kind: RecordKind;
    readonly tags: readonly string[];
    readonly ends: readonly string[];
    readonly leaseMs: number;
    readonly leasesMs?: number | undefined;
}

type LogRow = LogRecord | UnreadableRow;

interface Position {
    readonly epoch: Epoch;
    readonly id: StreamId;
    readonly token: string;
}

type PositionToken = string;

declare const RECORD_KINDS: readonly [
    "genesis",
    "invalidate",
    "hold",
    "clear"
];

interface RecordFields {
    readonly v?: string;
    readonly prev?: string;
    readonly epoch?: string;
    readonly token?: string;
    readonly kind?: string;
    readonly hold?: string;
    readonly tags?: string;
    readonly leases?: string;
}

type RecordKind = (typeof RECORD_KINDS)[number] | 'unknown';

interface StreamId {
    readonly milliseconds: number;
    readonly sequence: number;
    readonly text: string;
}

type TokenReading = Position | 'foreign' | 'queued' | 'malformed';

interface UnreadableRow {
    readonly id: StreamId;
    readonly kind: 'unreadable';
}

declare const formatCachePosition: ({ atLeast, maxStaleness }: CachePosition) => string;

declare const formatToken: (namespace: string, position: Position) => PositionToken;

declare const holdsKey: (namespace: string) => string;

declare const logChannel: (namespace: string, database: number) => string;

declare const logKey: (namespace: string) => string;

declare const ownerOf: (principal: string) => string;

declare const parseMessage: (message: string) => LogRecord | undefined;

declare const parseRow: (id: unknown, fields: RecordFields) => LogRow | undefined;

declare const queuedToken: (namespace: string) => PositionToken;

declare const readCachePosition: (headers: Headers) => Partial<CachePosition>;

declare const readToken: (namespace: string, token: PositionToken) => TokenReading;

export { CACHE_POSITION_HEADER, FUNCTION_LIBRARY, LOG_SCRIPT, formatCachePosition, formatToken, holdsKey, logChannel, logKey, ownerOf, parseMessage, parseRow, queuedToken, readCachePosition, readToken };

export type { CachePosition, Epoch, LogRecord, LogRow, Position, PositionToken, RecordFields, RecordKind, StreamId, TokenReading, UnreadableRow };
