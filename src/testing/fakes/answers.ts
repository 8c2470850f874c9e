import { createHash } from 'node:crypto'
import { z } from 'zod'
import { problems as crmProblems } from '../../generated/crm/blueprints.ts'
import { problems as mesProblems } from '../../generated/mes/blueprints.ts'
import type { KitApi } from '../operation-types.ts'
import type { Route } from '../routes.ts'

/** Whom a credential speaks for: a partner, who sees what is its own, or a member of staff, who sees everything. */
export interface Identity {
  readonly partner?: string
}

/** A request of an operation, as the fakes answer it. */
export interface FakeRequest extends Route {
  readonly headers: Headers
  readonly body: unknown
  /** Whom it speaks for; `undefined` where credentials do not count. */
  readonly identity?: Identity | undefined
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

/** An answer with its entity tag: the version, or a digest of what has none; 304 to whoever has it already. */
export const answered = (request: FakeRequest, body: object, status = 200, headers: Readonly<Record<string, string>> = {}): Response => {
  const etag = 'version' in body ? `"${String(body.version)}"` : `W/"${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, DIGEST_DIGITS)}"`
  const { method, path } = request.operation
  const created = method === 'POST' && !path.includes('{') && 'id' in body ? { location: `/v1${path}/${String(body.id)}` } : {}
  const all = { 'cache-control': 'private', ...created, ...headers, etag }
  const known = request.operation.method === 'GET' ? request.headers.get('if-none-match') : null
  if (known === '*' || known === etag) return new Response(null, { status: 304, headers: all })
  return Response.json(body, { status, headers: all })
}

const DIGEST_DIGITS = 16
const ENTITY_TAGS = /^(?:\*|(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*)$/

/** @throws {Refusal} where the request asks for another version, or names none; a weak tag matches none */
export const checkVersion = ({ headers }: FakeRequest, { version }: { readonly version: number }): void => {
  const asked = headers.get('if-match')
  if (asked === null) throw new Refusal('precondition-required')
  if (!ENTITY_TAGS.test(asked)) throw new Refusal('validation-failed')
  if (asked !== '*' && !asked.split(/\s*,\s*/).includes(`"${version}"`)) throw new Refusal('version-mismatch')
}

/** @throws {Refusal} for parameters and bodies that the document does not describe */
export const checkDescribed = ({ operation, parameters, body }: FakeRequest, query: URLSearchParams): void => {
  const shape = operation.request instanceof z.ZodObject ? operation.request.shape : {}
  const names = new Set([...operation.path.matchAll(/\{(.+?)\}/g)].map(([, name]) => name))
  const pick = (isPicked: (name: string) => boolean): Record<string, unknown> => Object.fromEntries(Object.entries(parameters).filter(([name]) => isPicked(name)))
  const parts = { path: pick((name) => names.has(name)), query: pick((name) => !names.has(name)), body }
  const isDescribed = Object.entries(parts).every(([name, value]) => {
    const schema: unknown = shape[name]
    return schema instanceof z.ZodType ? schema.safeParse(value).success : value === undefined || Object.keys(value as object).length === 0
  })
  if (!isDescribed || [...query.keys()].some((name) => !(name in parameters))) throw new Refusal('validation-failed')
}

const DEFAULT_LIMIT = 50

/** A page of rows: the cursor says how many come before it. */
export const paged = <Row>(rows: readonly Row[], { limit = DEFAULT_LIMIT, cursor }: Readonly<Record<string, unknown>>) => {
  const start = typeof cursor === 'string' ? Number(Buffer.from(cursor, 'base64url').toString()) : 0
  if (!Number.isInteger(start)) throw new Refusal('validation-failed')
  const end = start + Number(limit)
  return { items: rows.slice(start, end), nextCursor: end < rows.length ? Buffer.from(String(end)).toString('base64url') : null }
}
