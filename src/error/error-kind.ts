import { type ErrorKind, isSdkError } from './sdk-error.ts'

/** What events say of an error. `aborted`: by the signal of the caller. `other`: an error of the application. */
export type EventErrorKind = ErrorKind | 'aborted' | 'other'

/** The kind of an error, for events: a few words, whatever an application throws. */
export const errorKindOf = (cause: unknown, signal: AbortSignal | undefined): EventErrorKind => {
  if (isSdkError(cause)) return cause.kind
  return signal?.aborted === true ? 'aborted' : 'other'
}
