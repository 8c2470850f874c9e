import type { FastifyInstance } from 'fastify'
import { Problem } from './problem.ts'
import { mintToken, verifyClient } from './token.ts'

const LIFETIME_SECONDS = 3_600

/** The token endpoint of OAuth 2.0 (RFC 6749, 4.4): gives a partner's client an access token for its id and its secret. */
export function tokenRoute(api: FastifyInstance, secret: string): void {
  void api.register(async (scope) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, new URLSearchParams(String(body))))
    scope.post('/oauth/token', { config: { operation: 'oauth.token' } }, async ({ headers, body }, reply) => {
      const form = body instanceof URLSearchParams ? body : new URLSearchParams()
      void reply.header('cache-control', 'no-store')
      if (form.get('grant_type') !== 'client_credentials') return reply.code(400).send({ error: 'unsupported_grant_type' })
      const partnerId = verifyClient(clientOf(headers.authorization, form), secret)
      if (partnerId === null) return reply.code(401).header('www-authenticate', 'Basic').send({ error: 'invalid_client' })
      const token = mintToken({ sub: partnerId, roles: ['partner'] }, secret, LIFETIME_SECONDS)
      return reply.send({ access_token: token, token_type: 'Bearer', expires_in: LIFETIME_SECONDS })
    })
  })
}

/** By HTTP Basic, its parts form-encoded, or in the body. */
function clientOf(authorization: string | undefined, form: URLSearchParams): { readonly id: string; readonly secret: string } {
  const basic = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1]
  if (basic === undefined) return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' }
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decoded)
  return { id, secret }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new Problem('validation-failed', { detail: 'The client is not form-encoded' })
  }
}
