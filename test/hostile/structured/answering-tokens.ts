import fc from 'fast-check'
import { json, startApi } from '../../unit/transport/support/api-server.ts'
import { requestTo, transportWith } from '../../unit/transport/support/sending.ts'
import { startTokens } from '../../unit/transport/support/token-server.ts'
import { mutatedJson } from './mutated-json.ts'
import { type Party, party } from './party.ts'
import { checkError, outcomeOf } from './sdk-law.ts'

const SECRET = 'the-s3cr3t:of/this+client'
const BASIC = Buffer.from(`consumer:${encodeURIComponent(SECRET)}`).toString('base64')
const SHOWN = [
  SECRET,
  encodeURIComponent(SECRET),
  BASIC,
  Buffer.from(SECRET).toString('base64'),
  Buffer.from(SECRET).toString('hex'),
]

const answers = fc.record({
  status: fc.constantFrom(200, 200, 200, 400, 401, 403),
  body: fc.oneof(
    mutatedJson({ access_token: 'token', token_type: 'Bearer', expires_in: 600, scope: null }),
    mutatedJson({ error: 'invalid_client', error_description: 'no such client' }),
    // A server that echoes what it was sent, in the encodings in which it may have it.
    fc.constantFrom(...SHOWN).chain((secret) => mutatedJson({ error: secret, error_description: `got ${secret} and ${secret}` })),
  ),
  type: fc.constantFrom('application/json', 'application/json', 'text/html'),
  challenge: fc.constantFrom(
    undefined,
    'Basic realm="x"',
    `Basic realm="${SECRET}", error="${BASIC}"`,
    'Bearer',
    ','.repeat(5_000),
  ),
  clientAuth: fc.constantFrom('client_secret_basic', 'client_secret_post'),
})

/** A token server that answers with what is almost a token. */
export const answeringTokens = async (resources: AsyncDisposableStack): Promise<Party> => {
  let send: (typeof answers extends fc.Arbitrary<infer T> ? T : never) | undefined
  const tokens = resources.use(
    await startTokens((response) => {
      if (send === undefined) throw new Error('nothing to send')
      response
        .writeHead(send.status, {
          'content-type': send.type,
          ...(send.challenge !== undefined && { 'www-authenticate': send.challenge }),
        })
        .end(send.body)
    }),
  )
  const api = resources.use(await startApi((response) => json(response, 200, {})))
  return party('a token server', answers, async (answer) => {
    send = answer
    api.forget()
    tokens.forget()
    const oauth2 = { tokenUrl: tokens.tokenUrl, clientId: 'consumer', clientSecret: SECRET, clientAuth: answer.clientAuth }
    const outcome = await outcomeOf(transportWith({ oauth2 }, { retries: 0 }).send(requestTo(api.url)))
    if ('error' in outcome) return checkError(outcome.error, SHOWN)
    const sent = api.requests.at(-1)?.headers.authorization ?? ''
    if (!/^Bearer \S+$/.test(sent)) throw new Error(`a token was sent as ${JSON.stringify(sent).slice(0, 200)}`)
  })
}
