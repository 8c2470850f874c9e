import { setTimeout as sleep } from 'node:timers/promises'
import {
  allowInsecureRequests, clientCredentialsGrantRequest, ClientSecretBasic, ClientSecretPost, customFetch, processClientCredentialsResponse,
} from 'oauth4webapi'
import { ConfigurationError } from '../error/configuration-error.ts'
import { isResponseValidationError } from '../error/validation-errors.ts'
import { type Answer, isSuccess, jsonOf, readAnswer } from './answer.ts'
import { reasonOf } from './failure.ts'
import { unlimitedFetch } from './fetch-dispatcher.ts'
import { startTimeLimit } from './time-limit.ts'
import { tokenResponse } from './token-answer.ts'

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
const BOUNDS = { maxBytes: 1024 * 1024, readAs: undefined }
const SUBJECT = { api: undefined, operation: 'token', requestId: 'none', attempts: 1 }

/**
 * Asks for a token; once more, twice at most, where the server cannot be reached or is out of order.
 *
 * @throws {ConfigurationError} if the server refuses the client or what it asks for
 * @throws {TokenError} for everything else
 */
export const fetchClientToken = async (options: OAuth2ClientCredentials): Promise<ClientToken> => {
  const limit = startTimeLimit(LIMIT_MS)
  try {
    for (let attempt = 1; ; attempt++) {
      const outcome = await ask(options, limit.signal)
      if (outcome.token !== undefined) return outcome.token
      if (!outcome.isTransient || attempt === ATTEMPTS || limit.signal.aborted) throw outcome.error
      await sleep(Math.random() * FIRST_PAUSE_MS * 2 ** attempt)
    }
  } finally {
    limit.clear()
  }
}

type Outcome =
  | { readonly token: ClientToken }
  | { readonly token?: undefined; readonly error: Error; readonly isTransient: boolean }

const ask = async (options: OAuth2ClientCredentials, signal: AbortSignal): Promise<Outcome> => {
  let answer: Answer | undefined
  const server = { issuer: options.tokenUrl, token_endpoint: options.tokenUrl }
  const client = { client_id: options.clientId }
  const authenticate = options.clientAuth === 'client_secret_post' ? ClientSecretPost : ClientSecretBasic
  try {
    const response = await clientCredentialsGrantRequest(server, client, authenticate(options.clientSecret), parametersOf(options), {
      [allowInsecureRequests]: true,
      [customFetch]: async (url, { headers, ...init }) => {
        const sent = { ...init, headers: new Headers(headers), signal, redirect: 'manual' as const }
        answer = await readAnswer(await unlimitedFetch(url, sent), BOUNDS, SUBJECT)
        return tokenResponse(answer)
      },
    })
    const { access_token: text, expires_in: seconds, token_type: type } = await processClientCredentialsResponse(server, client, response)
    if (type !== 'bearer') throw new TokenError(`expected a bearer token, got one of type ${type}`)
    return { token: { text, lifetimeMs: seconds === undefined ? undefined : seconds * 1_000 } }
  } catch (cause) {
    return failedWith(options, answer, cause)
  }
}

const parametersOf = ({ scope, audience }: OAuth2ClientCredentials): Record<string, string> =>
  ({ ...(scope !== undefined && { scope }), ...(audience !== undefined && { audience }) })

const MAX_DESCRIPTION = 200

/** The library's errors hold the whole answer, so they go no further; nor do those of a parser, which quote it. */
const failedWith = (options: OAuth2ClientCredentials, answer: Answer | undefined, cause: unknown): Outcome => {
  const server = `the token server ${new URL(options.tokenUrl).host}`
  if (isResponseValidationError(cause)) return { error: new TokenError(`${server} sent no token: ${cause.issues[0]?.message}`), isTransient: false }
  if (answer === undefined) return { error: new TokenError(`${server} could not be reached: ${reasonOf(cause)}`), isTransient: true }
  const { status } = answer
  if (isSuccess(status)) return { error: new TokenError(`${server} sent no token: ${jsonOf(answer) === undefined ? 'no JSON' : withoutSecrets(reasonOf(cause), options)}`), isTransient: false }
  const said = `${status}${withoutSecrets(refusalOf(answer), options).slice(0, MAX_DESCRIPTION)}`
  if (status >= 500 || status === 429 || status === 408) return { error: new TokenError(`${server} answered ${said}`), isTransient: true }
  return { error: new ConfigurationError(`auth.oauth2: ${server} refused with ${said}`), isTransient: false }
}

/** `error` and `error_description` of RFC 6749, section 5.2. */
const refusalOf = (answer: Answer): string => {
  const body: unknown = jsonOf(answer)
  const { error, error_description: description }: Readonly<Record<string, unknown>> = { ...(typeof body === 'object' ? body : {}) }
  return `${typeof error === 'string' ? ` ${error}` : ''}${typeof description === 'string' ? `: ${description}` : ''}`
}

const withoutSecrets = (text: string, { clientSecret }: OAuth2ClientCredentials): string => text.replaceAll(clientSecret, '…')
