/** The invalidation protocol, for appenders and followers in other languages and for tools. */
export { LOG_SCRIPT } from './coherence/log-script.ts'
export { holdsKey, logChannel, logKey } from './coherence/redis-log.ts'
export { parseMessage, parseRow } from './coherence/record.ts'
export type { LogRecord, LogRow, RecordFields, RecordKind, UnreadableRow } from './coherence/record.ts'
export { formatToken, readToken } from './coherence/position-token.ts'
export type { PositionToken, TokenReading } from './coherence/position-token.ts'
export type { Epoch, Position } from './coherence/position.ts'
export type { StreamId } from './coherence/stream-id.ts'
