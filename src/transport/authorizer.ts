import { ConfigurationError, describeGiven } from '../error/configuration-error.ts'

/** A text, or a function that fetches one; its result is kept until the API refuses it. */
export type Secret = string | (() => string | Promise<string>)

/** How a client proves who it is. */
export type Auth = { readonly apiKey: string } | { readonly bearer: Secret }

const SECRET = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

/**
 * Whether a value can be sent in a header: printable ASCII without blanks around it. `fetch` repeats what it cannot send in its
 * error.
 */
export const isSecret = (value: unknown): value is string => typeof value === 'string' && SECRET.test(value)

/** Adds credentials to requests. */
export interface Authorizer {
  headers(): Promise<Readonly<Record<string, string>>>
  /** The API refused these headers with 401. Returns whether other ones can be had. */
  refused(headers: Readonly<Record<string, string>>): boolean
}

export const createAuthorizer = (auth: Auth | undefined): Authorizer => {
  if (auth === undefined) return fixed({})
  if ('apiKey' in auth) return fixed({ 'x-api-key': auth.apiKey })
  return typeof auth.bearer === 'string' ? fixed(authorization(auth.bearer)) : renewable(auth.bearer)
}

const authorization = (token: string): Readonly<Record<string, string>> => ({ authorization: `Bearer ${token}` })

const checkToken = (token: unknown): string => {
  if (isSecret(token)) return token
  const given = typeof token === 'string' ? `a text of ${token.length} characters` : describeGiven(token)
  throw new ConfigurationError(`auth.bearer: expected the function to return printable ASCII without blanks around it, got ${given}`)
}

const fixed = (headers: Readonly<Record<string, string>>): Authorizer => ({
  headers: () => Promise.resolve(headers),
  refused: () => false,
})

/** However many callers find a token refused, it is fetched once. */
const renewable = (fetchToken: () => string | Promise<string>): Authorizer => {
  let current: Promise<Readonly<Record<string, string>>> | undefined
  let known: Readonly<Record<string, string>> | undefined
  const renew = (): Promise<Readonly<Record<string, string>>> => {
    const fetched = Promise.resolve().then(fetchToken).then((token) => (known = authorization(checkToken(token))))
    fetched.catch(() => (current === fetched ? (current = undefined) : undefined))
    return fetched
  }
  return {
    headers: () => (current ??= renew()),
    refused(headers) {
      if (headers === known) {
        current = undefined
        known = undefined
      }
      return true
    },
  }
}
