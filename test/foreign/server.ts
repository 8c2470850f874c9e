import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { readBodyOf } from './bodies.ts'
import { escape, nodeOf, readDocument } from './document.ts'
import type { Document, Node } from './document.ts'
import { readParameter } from './parameters.ts'

/** What a server read of a request. */
export interface Echo {
  readonly path: Node
  readonly query: Node
  readonly header: Node
  readonly cookie: Node
  readonly body?: unknown
  readonly url: string
  readonly type: string
}

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly text?: string
  readonly bytes?: Uint8Array
  readonly type?: string
  /** Whether a later version of the document describes it. */
  readonly isNewer?: true
}

export interface ForeignServer extends AsyncDisposable {
  readonly baseUrl: string
  /** Ids of the operations that were asked for, in order. */
  readonly asked: string[]
}

/** Answers by the id of an operation, or by its method and path. Without one, a body comes back as it is, and anything else is echoed. */
export type Answers = Readonly<Record<string, (echo: Echo) => Answer>>

/**
 * A server made of a document alone: it routes, reads and validates by it, requests and answers, and shares no code with the client
 * but the YAML parser.
 */
export const serveDocument = async (file: string, answers: Answers = {}): Promise<ForeignServer> => {
  const document = readDocument(file)
  const asked: string[] = []
  const server = createServer((request, response) => {
    void answerTo(document, request, answers, asked)
      .catch((error: unknown) => problem(500, String(error)))
      .then((answer) => {
        const type = answer.type ?? (answer.json === undefined ? undefined : 'application/json')
        response.writeHead(answer.status ?? 200, { ...(type === undefined ? {} : { 'content-type': type }), ...answer.headers })
        response.end(answer.bytes ?? answer.text ?? (answer.json === undefined ? undefined : JSON.stringify(answer.json)))
      })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const problem = (status: number, title: string): Answer => ({ status, json: { title }, type: 'application/problem+json' })

const answerTo = async (document: Document, request: IncomingMessage, answers: Answers, asked: string[]): Promise<Answer> => {
  const [, path = '', search = ''] = /^([^?]*)\??(.*)$/.exec(request.url ?? '') ?? []
  const method = (request.method ?? '').toLowerCase()
  const route = findRoute(document, method, path)
  if (route === undefined) return problem(404, `no ${method} ${path}`)
  const query =
    search === '' ? [] : search.split('&').map((pair) => [pair.replace(/=.*/, ''), pair.replace(/^[^=]*=?/, '')] as const)
  const bytes = await buffer(request)
  const echo: Record<string, unknown> = {
    path: {},
    query: {},
    header: {},
    cookie: {},
    url: request.url,
    type: request.headers['content-type'] ?? '',
  }
  const complaints = readParameters(document, route, { path: route.texts, query, headers: request.headers }, echo)
  complaints.push(...(await readBody(document, route, request, bytes, echo)))
  if (complaints.length > 0) return problem(400, complaints.join('; '))
  const id = nameOf(route.node['operationId']) ?? `${method.toUpperCase()} ${route.path}`
  asked.push(id)
  const made = answers[id]?.(echo as unknown as Echo) ?? { json: request.method === 'PUT' && !route.isEcho ? echo['body'] : echo }
  return checkAnswer(document, route, made)
}

const nameOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

interface Route {
  readonly path: string
  readonly pointer: string
  readonly item: Node
  readonly node: Node
  readonly isEcho: boolean
  readonly texts: Readonly<Record<string, string>>
}

const findRoute = ({ root }: Document, method: string, path: string): Route | undefined => {
  const routes = Object.entries(nodeOf(root['paths'])).flatMap(([template, item]) => {
    const node = nodeOf(item)[method]
    const names = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name)
    const match = new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '([^/]*)')}$`).exec(path)
    if (node === undefined || match === null) return []
    const texts = Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? '']))
    const isEcho = JSON.stringify(node).includes('responses/Echo')
    return [{ path: template, pointer: `/paths/${escape(template)}`, item: nodeOf(item), node: nodeOf(node), isEcho, texts }]
  })
  return routes.toSorted((a, b) => Object.keys(a.texts).length - Object.keys(b.texts).length)[0]
}

const readParameters = (
  document: Document,
  route: Route,
  incoming: Parameters<typeof readParameter>[3],
  echo: Record<string, unknown>,
): string[] => {
  const lists = [
    [route.item['parameters'], `${route.pointer}/parameters`],
    [route.node['parameters'], `${route.pointer}/${methodOf(route)}/parameters`],
  ] as const
  return lists.flatMap(([list, pointer]) =>
    (Array.isArray(list) ? list : []).flatMap((parameter, index) => {
      const { node, pointer: at } = document.follow(parameter, `${pointer}/${index}`)
      const value = readParameter(document, node, at, incoming)
      if (value === undefined) return node['required'] === true ? [`${String(node['name'])} is missing`] : []
      const schema = 'content' in node ? `${at}/content/application~1json/schema` : `${at}/schema`
      nodeOfEcho(echo, String(node['in']))[String(node['name'])] = value
      const complaint = document.complain(schema, value)
      return complaint === undefined ? [] : [`${String(node['name'])}: ${complaint}`]
    }),
  )
}

const nodeOfEcho = (echo: Record<string, unknown>, place: string): Record<string, unknown> =>
  echo[place] as Record<string, unknown>

const methodOf = (route: Route): string => Object.entries(route.item).find(([, node]) => node === route.node)?.[0] ?? ''

const readBody = async (
  document: Document,
  route: Route,
  request: IncomingMessage,
  bytes: Buffer,
  echo: Record<string, unknown>,
): Promise<readonly string[]> => {
  const { node, pointer } = document.follow(route.node['requestBody'], `${route.pointer}/${methodOf(route)}/requestBody`)
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0] ?? ''
  const media = nodeOf(node['content'])[type]
  if (bytes.length === 0) return node['required'] === true ? ['the body is missing'] : []
  if (media === undefined) return [`unexpected content of type ${type}`]
  const at = `${pointer}/content/${escape(type)}/schema`
  echo['body'] = await readBodyOf(document, nodeOf(media), at, request.headers['content-type'] ?? '', bytes)
  const complaint = 'schema' in nodeOf(media) ? document.complain(at, echo['body']) : undefined
  return complaint === undefined ? [] : [`body: ${complaint}`]
}

/** An answer that the document does not allow is a defect of the test. */
const checkAnswer = (document: Document, route: Route, answer: Answer): Answer => {
  const responses = nodeOf(route.node['responses'])
  const status = String(answer.status ?? 200)
  const code = [status, `${status[0]}XX`, 'default'].find((candidate) => candidate in responses)
  if (code === undefined) return problem(500, `the document has no answer ${status}`)
  const { node, pointer } = document.follow(responses[code], `${route.pointer}/${methodOf(route)}/responses/${code}`)
  const type = answer.type ?? 'application/json'
  if (answer.json === undefined || answer.isNewer === true) return answer
  if (nodeOf(node['content'])[type] === undefined) return problem(500, `the document has no ${type} in answer ${status}`)
  const complaint = document.complain(`${pointer}/content/${escape(type)}/schema`, answer.json)
  return complaint === undefined ? answer : problem(500, complaint)
}
