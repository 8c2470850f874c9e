import { type Credentials, NO_CREDENTIALS } from './transport.ts'
import { ConfigurationError, describeGiven } from '../error/configuration-error.ts'
import { type Clock, FOREVER, type Instant, later } from '../foundation/clock.ts'
import { fetchClientToken, type OAuth2ClientCredentials, TokenError } from './client-token.ts'
import type { Host } from './host.ts'

/** A text, or a function that fetches one; its result is kept until the API refuses it. */
export type Secret = string | (() => string | Promise<string>)

/**
 * How a client proves who it is: an API key, in `X-Api-Key` or where `in` says; a user and a password; a bearer token; or a token
 * that an OAuth2 server gives to this client, kept until shortly before it expires. A token that the API refuses with 401 is renewed
 * once a call, by one fetch for all callers.
 */
export type Auth =
  | { readonly apiKey: string; readonly in?: KeyPlace }
  | { readonly basic: BasicCredentials }
  | { readonly bearer: Secret }
  | { readonly oauth2: OAuth2ClientCredentials }

/** The query parameter that carries an API key. Logs, hooks and middleware see the URL without it. */
export interface KeyPlace {
  readonly query: string
}

/** User and password of HTTP Basic (RFC 7617), sent in UTF-8. */
export interface BasicCredentials {
  /** Has no colon. */
  readonly username: string
  readonly password: string
}

const SECRET = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

/**
 * Whether a value can be sent in a header: printable ASCII without blanks around it. `fetch` repeats what it cannot send in its
 * error.
 */
export const isSecret = (value: unknown): value is string => typeof value === 'string' && SECRET.test(value)

/** Adds credentials to requests. */
export interface Authorizer {
  credentials(): Promise<Credentials>
  /** Whether other credentials can be had than those that were refused. */
  readonly canRenew: boolean
  /** The API refused these credentials with 401. */
  refused(credentials: Credentials): void
}

/** A token, and until when it is used. */
interface Token {
  readonly text: string
  readonly until: Instant
}

/** For a function that fetches a token: one that never ends must not keep all later calls waiting for it. */
const LIMIT_MS = 30_000

export const createAuthorizer = (auth: Auth | undefined, host: Host, limitMs = LIMIT_MS): Authorizer => {
  const { clock } = host
  if (auth === undefined) return fixed(NO_CREDENTIALS)
  if ('apiKey' in auth)
    return fixed(
      auth.in === undefined ? inHeader('x-api-key', auth.apiKey) : { headers: {}, query: { [auth.in.query]: auth.apiKey } },
    )
  if ('basic' in auth) return fixed(basic(auth.basic))
  if ('oauth2' in auth) return renewable(() => clientToken(auth.oauth2, host), clock)
  const { bearer } = auth
  return typeof bearer === 'string'
    ? fixed(authorization(bearer))
    : renewable(async () => ({ text: checkToken(await inTime(clock, bearer, limitMs)), until: FOREVER }), clock)
}

const inHeader = (name: string, value: string): Credentials => ({ headers: { [name]: value }, query: {} })

const authorization = (token: string): Credentials => inHeader('authorization', `Bearer ${token}`)

const basic = ({ username, password }: BasicCredentials): Credentials =>
  inHeader('authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`)

const inTime = (clock: Clock, fetchToken: () => unknown, limitMs: number): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const expire = (): void => reject(new TokenError(`the function of auth.bearer gave none within ${limitMs} ms`))
    const timer = clock.timer(limitMs, expire, { holdsProcess: false })
    void Promise.resolve()
      .then(fetchToken)
      .then(resolve, reject)
      .finally(() => timer.stop())
  })

const checkToken = (token: unknown): string => {
  if (isSecret(token)) return token
  const given = typeof token === 'string' ? `a text of ${token.length} characters` : describeGiven(token)
  throw new ConfigurationError(
    `auth.bearer: expected the function to return printable ASCII without blanks around it, got ${given}`,
  )
}

/** It is renewed early enough that a request which begins with it also arrives with it. */
const MARGIN_MS = 30_000
const MARGIN_SHARE = 0.1

const clientToken = async (options: OAuth2ClientCredentials, host: Host): Promise<Token> => {
  const askedAt = host.clock.now()
  const { text, lifetimeMs } = await fetchClientToken(options, host)
  if (!isSecret(text)) throw new TokenError('the token server sent a token that no header can carry')
  return {
    text,
    until: lifetimeMs === undefined ? FOREVER : later(askedAt, lifetimeMs - Math.min(MARGIN_MS, lifetimeMs * MARGIN_SHARE)),
  }
}

const fixed = (credentials: Credentials): Authorizer => ({
  credentials: () => Promise.resolve(credentials),
  canRenew: false,
  refused: () => {},
})

/** However many callers find a token refused or expired, it is fetched once. */
const renewable = (fetchToken: () => Promise<Token>, clock: Clock): Authorizer => {
  let current: Promise<Credentials> | undefined
  let known: { readonly credentials: Credentials; readonly until: Instant } | undefined
  const forget = (): void => {
    current = undefined
    known = undefined
  }
  const renew = (): Promise<Credentials> => {
    const fetched = Promise.resolve()
      .then(fetchToken)
      .then(({ text, until }) => {
        known = { credentials: authorization(text), until }
        return known.credentials
      })
    fetched.catch(() => (current === fetched ? (current = undefined) : undefined))
    return fetched
  }
  return {
    credentials() {
      if (known !== undefined && known.until <= clock.now()) forget()
      return (current ??= renew())
    },
    canRenew: true,
    refused(credentials) {
      if (credentials === known?.credentials) forget()
    },
  }
}
