import { parseStreamId, type StreamId } from './log/stream-id.ts'
import { randomBytes } from 'node:crypto'

/** A stretch of the log that no loss has cut: a number that grows, and a random part that tells two of the same number apart. */
export interface Epoch {
  readonly number: number
  readonly random: string
}

/** One record of one log, told apart from every other: ids can come back after a failover, tokens cannot. */
export interface Position {
  readonly epoch: Epoch
  readonly id: StreamId
  readonly token: string
}

export const sameEpoch = (a: Epoch, b: Epoch): boolean => a.number === b.number && a.random === b.random

export const samePosition = (a: Position, b: Position): boolean =>
  a.id.text === b.id.text && a.token === b.token && sameEpoch(a.epoch, b.epoch)

const EPOCH = /^(0|[1-9]\d{0,14})\.([A-Za-z0-9_-]{1,64})$/
const TOKEN = /^[A-Za-z0-9_-]{1,64}$/

/** Whether a text may name a record or a hold: 1 to 64 characters of base64url. */
export const isToken = (text: string): boolean => TOKEN.test(text)

export const parseEpoch = (text: unknown): Epoch | undefined => {
  const [, number, random] = (typeof text === 'string' && EPOCH.exec(text)) || []
  return number === undefined || random === undefined ? undefined : { number: Number(number), random }
}

export const formatEpoch = (epoch: Epoch): string => `${epoch.number}.${epoch.random}`

/** The position of three texts, or `undefined` where one of them is malformed. */
export const parsePosition = (epoch: unknown, id: unknown, token: unknown): Position | undefined => {
  const parsedEpoch = parseEpoch(epoch)
  const parsedId = parseStreamId(id)
  if (parsedEpoch === undefined || parsedId === undefined || typeof token !== 'string' || !isToken(token)) return undefined
  return { epoch: parsedEpoch, id: parsedId, token }
}

/** A stamp as entries carry it in a shared tier. */
export const formatStamp = (stamp: Position): string => `${formatEpoch(stamp.epoch)} ${stamp.id.text} ${stamp.token}`

/** The stamp of a text, or `undefined` where it is none. */
export const parseStamp = (text: string): Position | undefined => {
  const [epoch, id, token, ...rest] = text.split(' ')
  return rest.length > 0 ? undefined : parsePosition(epoch, id, token)
}

/** A fresh name of a record or a hold: 12 characters of base64url, which no other process will draw. */
export const randomToken = (): string => randomBytes(9).toString('base64url')
