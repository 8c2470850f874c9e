import {
  allowInsecureRequests,
  clientCredentialsGrantRequest,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  processClientCredentialsResponse,
} from 'oauth4webapi'

/** What a token is asked for with. */
export interface TokenQuestion {
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly clientAuth?: 'client_secret_basic' | 'client_secret_post'
  readonly parameters: Record<string, string>
}

/** The request of the library, the client's secret in its headers or its body. */
export interface SentToken {
  readonly method: 'POST'
  readonly headers: Headers
  readonly body: URLSearchParams
}

/** Asks for a token by client credentials, and checks the answer. Rejects with errors of the library, which hold the whole answer. */
export const grantToken = async (
  { tokenUrl, clientId, clientSecret, clientAuth, parameters }: TokenQuestion,
  exchange: (url: string, sent: SentToken) => Promise<Response>,
) => {
  const server = { issuer: tokenUrl, token_endpoint: tokenUrl }
  const client = { client_id: clientId }
  const authenticate = clientAuth === 'client_secret_post' ? ClientSecretPost : ClientSecretBasic
  const response = await clientCredentialsGrantRequest(server, client, authenticate(clientSecret), parameters, {
    [allowInsecureRequests]: true,
    [customFetch]: (url, { method, headers, body }) => exchange(url, { method, headers: new Headers(headers), body }),
  })
  const {
    access_token: text,
    expires_in: seconds,
    token_type: type,
  } = await processClientCredentialsResponse(server, client, response)
  if (type !== 'bearer') throw new Error(`expected a bearer token, got one of type ${type}`)
  return { text, seconds }
}
