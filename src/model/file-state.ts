import type { BigIntStats } from 'node:fs'

/** What tells one state of a file from another without reading it. A change within one tick of the file system's clock escapes it. */
export interface FileState {
  readonly dev: bigint
  readonly ino: bigint
  readonly size: bigint
  readonly mtimeNs: bigint
  readonly ctimeNs: bigint
}

export const stateOf = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): FileState => ({ dev, ino, size, mtimeNs, ctimeNs })

/** A text that is equal for two states exactly when they are. */
export const stateText = ({ dev, ino, size, mtimeNs, ctimeNs }: FileState): string => [dev, ino, size, mtimeNs, ctimeNs].join(':')

export const isSameState = (one: FileState, other: FileState): boolean => stateText(one) === stateText(other)

/** When the file last changed, by the file system's clock, in milliseconds since 1970; a program can set one of both times back. */
export const lastChangedAt = ({ mtimeNs, ctimeNs }: FileState): number =>
  Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n)
