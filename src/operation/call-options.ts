import { LONGEST_MS } from '../cache/mutation-options.ts'
import type { ReadMode } from '../cache/read-plan.ts'
import type { PositionToken } from '../coherence/position-token.ts'
import { describeGiven } from '../error/configuration-error.ts'
import { RequestValidationError } from '../error/validation-errors.ts'
import { DURATION_FORMS, type Duration, parseDuration } from '../foundation/duration.ts'
import type { CommandOptions, ReadOptions } from './caller.ts'
import type { OperationDefinition } from './definition.ts'

/** What holds where a call says nothing; milliseconds. */
export interface CallDefaults {
  readonly timeoutMs: number
  readonly maxStaleness: number
}

/** The options of a call, checked and complete. */
export interface CheckedOptions {
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number
  readonly maxStaleness: number
  readonly mode: ReadMode
  readonly staleIfErrorMs: number
  readonly staleWhileRevalidateMs: number
  readonly atLeast: readonly PositionToken[]
  readonly idempotencyKey: string | undefined
  /** Lease of a command's hold, 0 for none. */
  readonly holdMs: number
}

const NONE: readonly PositionToken[] = []

/** Positions are opaque, yet they travel in a header as a list. */
const isToken = (value: unknown): boolean => typeof value === 'string' && /^[\x21-\x2b\x2d-\x7e]+$/.test(value)

/** @throws {RequestValidationError} */
export const checkOptions = (
  operation: OperationDefinition,
  options: ReadOptions & CommandOptions = {},
  defaults: CallDefaults,
): CheckedOptions => {
  const refuse = (path: string, message: string): RequestValidationError => new RequestValidationError(operation.id, [{ path, message }], operation.api)
  if (typeof options !== 'object' || options === null) throw refuse('options', 'expected an object')
  const { signal, cache, atLeast, idempotencyKey } = options
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw refuse('signal', 'expected an AbortSignal')
  if (cache !== undefined && cache !== 'bypass' && cache !== 'reload') throw refuse('cache', "expected 'bypass' or 'reload'")
  const duration = (name: 'timeout' | 'maxStaleness' | 'hold' | 'staleIfError' | 'staleWhileRevalidate', value: Duration | undefined, byDefault: number): number => {
    if (value === undefined) return byDefault
    const milliseconds = parseDuration(value)
    if (milliseconds === undefined) throw refuse(name, `expected ${DURATION_FORMS}, got ${describeGiven(value)}`)
    return milliseconds
  }
  const timeoutMs = duration('timeout', options.timeout, defaults.timeoutMs)
  if (timeoutMs === 0) throw refuse('timeout', `expected ${DURATION_FORMS}, above 0`)
  const holdMs = duration('hold', options.hold, parseDuration(operation.hold) ?? 0)
  if (holdMs > LONGEST_MS) throw refuse('hold', `expected ${DURATION_FORMS}, at most '1h'`)
  const positions = atLeast === undefined ? NONE : typeof atLeast === 'string' ? [atLeast] : atLeast
  if (!Array.isArray(positions) || !positions.every(isToken)) throw refuse('atLeast', 'expected one or several positions')
  return {
    signal,
    timeoutMs,
    maxStaleness: duration('maxStaleness', options.maxStaleness, parseDuration(operation.cache?.maxStaleness) ?? defaults.maxStaleness),
    mode: cache ?? 'use',
    staleIfErrorMs: duration('staleIfError', options.staleIfError, parseDuration(operation.cache?.staleIfError) ?? 0),
    staleWhileRevalidateMs: duration('staleWhileRevalidate', options.staleWhileRevalidate, parseDuration(operation.cache?.staleWhileRevalidate) ?? 0),
    atLeast: positions,
    idempotencyKey,
    holdMs,
  }
}
