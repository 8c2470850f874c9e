import { json, startApi, type Answer, type ApiServer, type SeenRequest } from './api-server.ts'

/** A token server: `t1`, `t2`, … unless it is told to answer otherwise. */
export interface TokenServer extends ApiServer {
  readonly tokenUrl: string
  /** The forms that it got. */
  readonly forms: () => readonly Readonly<Record<string, string>>[]
  answerWith(answer: Answer): void
}

const formOf = ({ body }: SeenRequest): Readonly<Record<string, string>> => Object.fromEntries(new URLSearchParams(body))

export const grant =
  (token: string, more: object = {}): Answer =>
  (response) =>
    json(response, 200, { access_token: token, token_type: 'Bearer', expires_in: 3_600, ...more })

export const startTokens = async (first?: Answer): Promise<TokenServer> => {
  let answer: Answer = first ?? ((response, request, turn) => grant(`t${turn}`)(response, request, turn))
  const server = await startApi((response, request, turn) => answer(response, request, turn))
  return {
    ...server,
    tokenUrl: `${server.url}/oauth/token`,
    forms: () => server.requests.map(formOf),
    answerWith: (next) => void (answer = next),
  }
}
