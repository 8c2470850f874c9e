import { formatEpoch, parsePosition, type Position } from './position.ts'

/** A stamp as entries carry it in a shared tier. */
export const formatStamp = (stamp: Position): string => `${formatEpoch(stamp.epoch)} ${stamp.id.text} ${stamp.token}`

/** The stamp of a text, or `undefined` where it is none. */
export const parseStamp = (text: string): Position | undefined => {
  const [epoch, id, token, ...rest] = text.split(' ')
  return rest.length > 0 ? undefined : parsePosition(epoch, id, token)
}
