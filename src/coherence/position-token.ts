import { formatEpoch, parsePosition, type Position } from './position.ts'

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
