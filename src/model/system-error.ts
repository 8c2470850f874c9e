import { describeGiven } from '../error/configuration-error.ts'
import { isSdkError } from '../error/sdk-error.ts'

/** The code of what the system refused, such as `ENOENT`. Test runners give modules a realm of their own, where `instanceof Error` fails. */
export const systemCodeOf = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null || isSdkError(error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** What an error of any realm says. A stream may throw what cannot be made a text. */
export const messageOf = (error: unknown): string => {
  try {
    return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
  } catch {
    return describeGiven(error)
  }
}
