import { problems as crmProblems } from '../../generated/crm/blueprints.ts'
import { problems as mesProblems } from '../../generated/mes/blueprints.ts'
import type { KitApi } from '../operation-types.ts'
import type { Route } from '../routes.ts'

/** A request of an operation, as the fakes answer it. */
export interface FakeRequest extends Route {
  readonly headers: Headers
  readonly body: unknown
}

/** A refusal with a code of the document. */
export class Refusal extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}

const problemsOf: Readonly<Record<KitApi, Readonly<Record<string, { readonly type: string; readonly status: number; readonly title: string }>>>> = { mes: mesProblems, crm: crmProblems }

/** The problem document of a code. */
export const problemOf = (api: KitApi, code: string): { readonly status: number; readonly body: unknown } => {
  const { type, status, title } = problemsOf[api][code] ?? { type: `/problems/${code}`, status: 500, title: code }
  return { status, body: { type, title, status, code, traceId: TRACE_ID } }
}

const TRACE_ID = '4bf92f3577b34da6'

/** An answer with the entity tag of its version; 304 to whoever has it already. */
export const answered = (request: FakeRequest, body: object, status = 200, headers: Readonly<Record<string, string>> = {}): Response => {
  if (!('version' in body)) return Response.json(body, { status, headers })
  const etag = `"${String(body.version)}"`
  if (request.operation.method === 'GET' && request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } })
  return Response.json(body, { status, headers: { ...headers, etag } })
}

/** @throws {Refusal} where the request asks for another version, or names none */
export const checkVersion = ({ headers }: FakeRequest, { version }: { readonly version: number }): void => {
  const asked = headers.get('if-match')
  if (asked === null) throw new Refusal('precondition-required')
  if (asked.replaceAll(/^(?:W\/)?"|"$/g, '') !== String(version)) throw new Refusal('version-mismatch')
}

const DEFAULT_LIMIT = 50

/** A page of rows: the cursor says how many come before it. */
export const paged = <Row>(rows: readonly Row[], { limit = DEFAULT_LIMIT, cursor }: Readonly<Record<string, unknown>>) => {
  const start = typeof cursor === 'string' ? Number(Buffer.from(cursor, 'base64url').toString()) : 0
  if (!Number.isInteger(start)) throw new Refusal('validation-failed')
  const end = start + Number(limit)
  return { items: rows.slice(start, end), nextCursor: end < rows.length ? Buffer.from(String(end)).toString('base64url') : null }
}
