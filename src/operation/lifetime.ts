import type { TransportResponse } from '../transport/transport.ts'
import { parseDuration, parseDateTime } from '../foundation/duration.ts'
import { compileExpression, type Message } from '../key/tag-template.ts'
import { parseHttpDate, retryAfter } from '../transport/retry-after.ts'
import type { TtlRule } from './definition.ts'

/** The lifetime of a response in milliseconds. */
export type Lifetime = (message: Message, response: Pick<TransportResponse, 'headers'>, wallNow: number) => number

const RETRY_AFTER = /^\$response\.header\.retry-after$/i

/** Compiles an ordered list of rules: the first whose conditions hold counts, and none at all means not cached. */
export const compileLifetime = (rules: readonly TtlRule[]): Lifetime => {
  const compiled = rules.map(compileRule)
  return (message, response, wallNow) => {
    const rule = compiled.find(({ holds }) => holds(message))
    if (rule === undefined) return 0
    return Math.max(0, Math.min(rule.ttlMs, ...rule.caps.map((cap) => cap(message, response, wallNow))))
  }
}

type Cap = Lifetime

const compileRule = (rule: TtlRule) => {
  const conditions = Object.entries(rule.when ?? {}).map(([expression, values]) => {
    const evaluate = compileExpression(expression)
    return (message: Message) => isMet(evaluate(message), values)
  })
  return {
    ttlMs: parseDuration(rule.ttl) ?? 0,
    holds: (message: Message) => conditions.every((condition) => condition(message)),
    caps: (rule.notAfter ?? []).map(compileCap),
  }
}

/** `null` evaluates to no values. */
const isMet = (found: readonly unknown[] | undefined, allowed: readonly unknown[]): boolean =>
  found?.length === 0 ? allowed.includes(null) : (found?.some((value) => allowed.includes(value)) ?? false)

/** `Date` leaves out milliseconds: so late it may have been. */
const LATEST_OF_SECOND_MS = 999

/**
 * Milliseconds until the moment that a field or `Retry-After` names, by the server's clock. A field that is absent or null caps
 * nothing, one that is no date leaves nothing.
 */
const compileCap = (expression: string): Cap => {
  if (RETRY_AFTER.test(expression))
    return (_message, response, wallNow) => retryAfter(response.headers, wallNow) ?? Number.POSITIVE_INFINITY
  const evaluate = compileExpression(expression)
  return (message, response, wallNow) => {
    const [until] = evaluate(message) ?? []
    if (until === undefined) return Number.POSITIVE_INFINITY
    const serverNow = parseHttpDate(response.headers.get('date') ?? '')
    const remaining =
      (typeof until === 'string' ? (parseDateTime(until) ?? Date.parse(until)) : Number.NaN) -
      (serverNow === undefined ? wallNow : serverNow + LATEST_OF_SECOND_MS)
    return Number.isNaN(remaining) ? 0 : remaining
  }
}
