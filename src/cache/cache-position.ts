import type { PositionToken } from '../coherence/position-token.ts'

/** What a load asks of the caches inside its origin. */
export interface CachePosition {
  /** Positions that the answer must have reached. */
  readonly atLeast: readonly PositionToken[]
  /** How old, in milliseconds, the answering cache's knowledge of invalidations may be. */
  readonly maxStaleness: number
}

/** Name of the header, in lower case as Node spells it. */
export const CACHE_POSITION_HEADER = 'cache-position'

const MAX_POSITIONS = 8
const MAX_LENGTH = 4_096

export const formatCachePosition = ({ atLeast, maxStaleness }: CachePosition): string =>
  [`max-staleness=${maxStaleness}`, ...atLeast.map((token) => `at-least=${PLAIN.test(token) ? token : 'malformed'}`)].join(', ')

/** What can stand in a header as it is; a token that cannot is one that nobody has issued. */
const PLAIN = /^[!-+\--~]+$/

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * What the `Cache-Position` header of a request asks for, to be spread into the request of `getOrLoad` or `read`. An absent
 * header asks for nothing;
 * what is not understood is taken for a position that cannot be reached, so that the read goes to the origin.
 *
 * @example
 * cache.getOrLoad({ key, ttl: '30s', tags: ['orders'], ...readCachePosition(request.headers) }, load)
 */
export const readCachePosition = (headers: Headers): Partial<CachePosition> => {
  const given = headers[CACHE_POSITION_HEADER]
  if (given === undefined) return {}
  const text = typeof given === 'string' ? given : given.join(',')
  const directives = text
    .slice(0, MAX_LENGTH + 1)
    .split(',')
    .map((directive) => directive.trim())
  if (text.length > MAX_LENGTH || directives.length > MAX_POSITIONS + 1) return { atLeast: ['oversize'], maxStaleness: 0 }
  return { atLeast: positionsOf(directives), maxStaleness: stalenessOf(directives) }
}

const positionsOf = (directives: readonly string[]): readonly PositionToken[] =>
  directives
    .filter((directive) => !directive.startsWith('max-staleness=') && directive !== '')
    .map((directive) => directive.replace(/^at-least=/, ''))

/** The strictest one; a request that names a position without a bound is read at once. */
const stalenessOf = (directives: readonly string[]): number => {
  const bounds = directives
    .filter((directive) => directive.startsWith('max-staleness='))
    .map((directive) => directive.slice('max-staleness='.length))
  return Math.min(...(bounds.length === 0 ? [0] : bounds.map((bound) => (/^\d{1,9}$/.test(bound) ? Number(bound) : 0))))
}
