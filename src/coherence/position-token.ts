import { formatEpoch, parsePosition, type Position } from './position.ts'
import type { Instant } from '../foundation/clock.ts'
import type { Follower } from './follow/follower.ts'

/**
 * A position as applications and HTTP headers carry it: opaque, made of the version of its format, the namespace, the
 * epoch, the id and the token. A queued one stands for a record that has not been appended yet.
 */
export type PositionToken = string

/** What a token says about a given log: a position of it, or why it is none. */
export type TokenReading = Position | 'foreign' | 'queued' | 'malformed'

export const formatToken = (namespace: string, position: Position): PositionToken =>
  `1:${namespace}:${formatEpoch(position.epoch)}:${position.id.text}:${position.token}`

export const queuedToken = (namespace: string): PositionToken => `1:${namespace}:queued`

export const readToken = (namespace: string, token: PositionToken): TokenReading => {
  const [version, ofNamespace, epoch, id, random, ...rest] = token.split(':')
  if (version !== '1' || ofNamespace === undefined || epoch === undefined || rest.length > 0) return 'malformed'
  if (ofNamespace !== namespace) return 'foreign'
  if (epoch === 'queued' && id === undefined) return 'queued'
  return parsePosition(epoch, id, random) ?? 'malformed'
}

/** Whether a read may be answered from a cache: `confirm` needs a question after its arrival, `origin` has to bypass. */
export type Reached = 'reached' | 'confirm' | 'origin'

/** Tokens of the positions of one log, as a process that follows it writes and reads them. */
export class Positions {
  readonly #namespace: string
  readonly #follower: Follower
  #last: { readonly position: Position; readonly token: PositionToken } | undefined

  constructor(namespace: string, follower: Follower) {
    this.#namespace = namespace
    this.#follower = follower
  }

  /** The last one is remembered, since reads ask for it between two records. */
  tokenOf(position: Position | undefined): PositionToken | undefined {
    if (position === undefined) return undefined
    if (this.#last?.position !== position) this.#last = { position, token: formatToken(this.#namespace, position) }
    return this.#last.token
  }

  /** Whether this process knows the record that a token speaks of, after asking the log where it does not. */
  async reach(token: PositionToken, since: Instant, confirm: (since: Instant) => Promise<boolean>): Promise<Reached> {
    const reading = readToken(this.#namespace, token)
    if (reading === 'foreign') return 'confirm'
    if (typeof reading === 'string') return 'origin'
    if (this.#follower.hasApplied(reading, since)) return 'reached'
    await confirm(since)
    return this.#follower.hasApplied(reading, since) ? 'reached' : 'origin'
  }

  /** Whether all of the tokens are known to be reached by a read that arrives now, without asking anybody. */
  haveReached(tokens: readonly PositionToken[], now: Instant): boolean {
    return tokens.every((token) => {
      const reading = readToken(this.#namespace, token)
      return typeof reading !== 'string' && this.#follower.hasApplied(reading, now)
    })
  }
}
