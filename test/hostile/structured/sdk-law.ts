import { isSdkError } from '../../../src/index.ts'

const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u

/** What an error of the package must be, whatever a peer has sent: typed, one bounded line, serialisable, without the secrets. */
export const checkError = (error: unknown, secrets: readonly string[] = []): void => {
  if (!isSdkError(error)) throw new Error('an error without a type', { cause: error })
  if (error.message.length > 2_000 || CONTROLS.test(error.message))
    throw new Error(`a message of ${error.message.length} characters, or with control characters`)
  const text = `${JSON.stringify(error)} ${error.stack ?? ''}`
  const leaked = secrets.find((secret) => text.includes(secret))
  if (leaked !== undefined) throw new Error(`an error shows ${leaked}: ${text.slice(0, 1_000)}`)
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown }

export const outcomeOf = <T>(work: PromiseLike<T>): Promise<Outcome<T>> =>
  Promise.resolve(work).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
