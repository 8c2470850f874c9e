import { ConfigurationError } from '../error/configuration-error.ts'
import { isResponseValidationError } from '../error/validation-errors.ts'
import { type Clock, noted } from '../foundation/clock.ts'
import { startTimeLimit } from '../foundation/time-limit.ts'
import { type Answer, isSuccess, jsonOf, readAnswer, toResponse } from './answer.ts'
import { reasonOf } from './failure.ts'
import { unlimitedFetch } from './fetch-dispatcher.ts'
import { hiding } from './hidden-secrets.ts'
import type { SentToken } from './grant-token.ts'
import type { Host } from './host.ts'
import { callByKy } from './ky-call.ts'

/** Client credentials of OAuth2 (RFC 6749, section 4.4). */
export interface OAuth2ClientCredentials {
  /** Absolute http or https URL of the token endpoint, without user, query and fragment. */
  readonly tokenUrl: string
  /** Under which the token server knows this client. */
  readonly clientId: string
  /** Never shown, in no error and no log. */
  readonly clientSecret: string
  /** Scopes to ask for, separated by blanks. Default: what the server grants by itself. */
  readonly scope?: string
  /** The API that the token is for, where the server wants to know. Default: not sent. */
  readonly audience?: string
  /** How id and secret are sent: in the header `Authorization`, or in the form. Default `client_secret_basic`. */
  readonly clientAuth?: 'client_secret_basic' | 'client_secret_post'
}

/** A token that a token server has granted. */
export interface ClientToken {
  readonly text: string
  /** `undefined` where the server does not say. */
  readonly lifetimeMs: number | undefined
}

/** No token could be had; its text has no secrets. */
export class TokenError extends Error {
  override readonly name = 'TokenError'
}

/** For a token, its retries included: whoever waits has a time limit of its own. */
const LIMIT_MS = 30_000
const ATTEMPTS = 3
const FIRST_PAUSE_MS = 300
const BOUNDS = { maxBytes: 1024 * 1024, json: { maxValues: 1_000, maxLevels: 20 }, readAs: undefined }
const SUBJECT = { api: undefined, operation: 'token', requestId: 'none', attempts: 1 }

/**
 * Asks for a token; once more, twice at most, where the server cannot be reached or is out of order.
 *
 * @throws {ConfigurationError} if the server refuses the client or what it asks for
 * @throws {TokenError} for everything else
 */
export const fetchClientToken = async (options: OAuth2ClientCredentials, host: Host): Promise<ClientToken> => {
  const limit = startTimeLimit(host.clock, LIMIT_MS)
  let answer: Answer | undefined
  try {
    return await ask(
      options,
      host.clock,
      async (url, sent) => (answer = await send(url, sent, { options, host, signal: limit.signal })),
    )
  } catch (cause) {
    throw cause instanceof TokenError ? cause : errorOf(options, answer, cause)
  } finally {
    limit.clear()
  }
}

/** The library of OAuth2 takes longer to load than all that uses it, so that it is loaded by the first token. */
const ask = async (
  options: OAuth2ClientCredentials,
  clock: Clock,
  exchange: (url: string, sent: SentToken) => Promise<Answer>,
): Promise<ClientToken> => {
  const { grantToken } = await noted(clock, import('./grant-token.ts'))
  const { text, seconds } = await grantToken({ ...options, parameters: parametersOf(options) }, async (url, sent) =>
    tokenResponse(await exchange(url, sent)),
  )
  return { text, lifetimeMs: seconds === undefined ? undefined : seconds * 1_000 }
}

interface Sending {
  readonly options: OAuth2ClientCredentials
  readonly host: Host
  readonly signal: AbortSignal
}

const send = (url: string, sent: SentToken, { options, host, signal }: Sending): Promise<Answer> => {
  sent.headers.set('user-agent', host.userAgent)
  return callByKy({
    url,
    method: sent.method,
    headers: {},
    signal,
    clock: host.clock,
    retries: ATTEMPTS - 1,
    accepts: (status) => !isTransient(status),
    prepare: async () => {},
    attempt: async () => readAnswer(await unlimitedFetch(host, url, { ...sent, signal, redirect: 'manual' }), BOUNDS, SUBJECT),
    refusal: (answer) => new TokenError(`${nameOf(options)} answered ${said(options, answer)}`),
    pauseAfter: (error, retry) =>
      isResponseValidationError(error) ? undefined : Math.random() * FIRST_PAUSE_MS * 2 ** (retry + 1),
  })
}

const isTransient = (status: number): boolean => status >= 500 || status === 429 || status === 408

const parametersOf = ({ scope, audience }: OAuth2ClientCredentials): Record<string, string> => ({
  ...(scope !== undefined && { scope }),
  ...(audience !== undefined && { audience }),
})

const MAX_DESCRIPTION = 200

/** The library's errors hold the whole answer, so they go no further; nor do those of a parser, which quote it. */
const errorOf = (options: OAuth2ClientCredentials, answer: Answer | undefined, cause: unknown): Error => {
  const server = nameOf(options)
  if (isResponseValidationError(cause)) return new TokenError(`${server} sent no token: ${cause.issues[0]?.message}`)
  if (answer === undefined) return new TokenError(`${server} could not be reached: ${reasonOf(cause)}`)
  if (isSuccess(answer.status))
    return new TokenError(
      `${server} sent no token: ${jsonOf(answer) === undefined ? 'no JSON' : withoutSecrets(reasonOf(cause), options)}`,
    )
  return new ConfigurationError(`auth.oauth2: ${server} refused with ${said(options, answer)}`)
}

const nameOf = ({ tokenUrl }: OAuth2ClientCredentials): string => `the token server ${new URL(tokenUrl).host}`

const said = (options: OAuth2ClientCredentials, answer: Answer): string =>
  `${answer.status}${withoutSecrets(refusalOf(answer), options).slice(0, MAX_DESCRIPTION)}`

/** `error` and `error_description` of RFC 6749, section 5.2. */
const refusalOf = (answer: Answer): string => {
  const body: unknown = jsonOf(answer)
  const { error, error_description: description }: Readonly<Record<string, unknown>> = {
    ...(typeof body === 'object' ? body : {}),
  }
  return `${typeof error === 'string' ? ` ${error}` : ''}${typeof description === 'string' ? `: ${description}` : ''}`
}

const withoutSecrets = (text: string, { clientId, clientSecret }: OAuth2ClientCredentials): string =>
  hiding([clientSecret, Buffer.from(`${formOf(clientId)}:${formOf(clientSecret)}`).toString('base64')], '…')(text)

/** As a form has it (RFC 6749, appendix B): the library encodes what a URL may have as it is, too. */
const formOf = (text: string): string =>
  encodeURIComponent(text).replaceAll(/%20|[-_.!~*'()]/g, (one) =>
    one === '%20' ? '+' : `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/**
 * The answer of a token server as its library reads it: JSON that was decoded and found small enough here, for the library parses
 * whatever it is given. A member that is `null` counts as absent: servers write so what they do not grant, such as a scope.
 */
const tokenResponse = (answer: Answer): Response => {
  const found = jsonOf(answer)
  const given =
    typeof found === 'object' && found !== null && !Array.isArray(found)
      ? Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null))
      : found
  return toResponse({ ...answer, bytes: given === undefined ? undefined : new TextEncoder().encode(JSON.stringify(given)) })
}
