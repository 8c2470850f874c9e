import { isSdkError } from './sdk-error.ts'

/** The kind of an error, for events: a few words, whatever an application throws. */
export const errorKindOf = (cause: unknown, signal: AbortSignal | undefined): string => {
  if (isSdkError(cause)) return cause.kind
  return signal?.aborted === true ? 'aborted' : 'other'
}
