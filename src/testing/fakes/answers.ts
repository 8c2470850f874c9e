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

/** The place of a fault in a request: a JSON Pointer into the body, or the name of a parameter. */
export interface Fault {
  readonly pointer: string
  readonly detail: string
}

/** A refusal with a code of the document. */
export class Refusal extends Error {
  readonly code: string
  readonly faults: readonly Fault[] | undefined

  constructor(code: string, faults?: readonly Fault[]) {
    super(code)
    this.code = code
    this.faults = faults
  }
}

const problemsOf: Readonly<
  Record<KitApi, Readonly<Record<string, { readonly type: string; readonly status: number; readonly title: string }>>>
> = { mes: mesProblems, crm: crmProblems }

/** The problem document of a code. */
export const problemOf = (
  api: KitApi,
  code: string,
  errors?: readonly Fault[],
): { readonly status: number; readonly body: unknown } => {
  const { type, status, title } = problemsOf[api][code] ?? { type: `/problems/${code}`, status: 500, title: code }
  return { status, body: { type, title, status, code, traceId: TRACE_ID, ...(errors !== undefined && { errors }) } }
}

const TRACE_ID = '4bf92f3577b34da6'

/** An answer with its entity tag: the version, or a digest of what has none; 304 to whoever has it already. */
export const answered = (
  request: FakeRequest,
  body: object,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response => {
  const etag =
    'version' in body
      ? `"${String(body.version)}"`
      : `W/"${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, DIGEST_DIGITS)}"`
  const { method, path } = request.operation
  const created = method === 'POST' && !path.includes('{') && 'id' in body ? { location: `/v1${path}/${String(body.id)}` } : {}
  const all = { 'cache-control': 'private', ...created, ...headers, etag }
  const known = request.operation.method === 'GET' ? request.headers.get('if-none-match') : null
  if (known !== null && isKnown(known, etag)) return new Response(null, { status: 304, headers: all })
  return Response.json(body, { status, headers: all })
}

const DIGEST_DIGITS = 16

const opaque = (tag: string): string => tag.trim().replace(/^W\//, '')

/** `If-None-Match` compares weakly: the mark of a weak tag does not count. */
const isKnown = (known: string, etag: string): boolean =>
  known.trim() === '*' || known.split(',').some((tag) => opaque(tag) === opaque(etag))

/**
 * Entity tags that a request accepts; `null` for any. They are read before the state is looked at, and compared by `checkVersion` after
 * every other conflict: a precondition counts only where the request would succeed without it.
 *
 * @throws {Refusal} where the request has none, or something else
 */
export const expectedTags = ({ headers }: FakeRequest): readonly string[] | null => {
  const asked = headers.get('if-match')
  if (asked === null) throw new Refusal('precondition-required')
  if (asked.trim() === '*') return null
  const tags = asked.split(',').map((tag) => tag.trim())
  if (tags.every((tag) => /^(?:W\/)?"[^"]*"$/.test(tag))) return tags
  throw new Refusal('validation-failed', [{ pointer: 'If-Match', detail: 'must be an entity tag such as "7"' }])
}

/** @throws {Refusal} where another version is expected; a weak tag matches none */
export const checkVersion = (expected: readonly string[] | null, { version }: { readonly version: number }): void => {
  if (expected !== null && !expected.includes(`"${version}"`)) throw new Refusal('version-mismatch')
}

/** @throws {Refusal} for parameters and bodies that the document does not describe */
export const checkDescribed = ({ operation, parameters, body }: FakeRequest, query: URLSearchParams): void => {
  const shape = operation.request instanceof z.ZodObject ? operation.request.shape : {}
  const names = new Set([...operation.path.matchAll(/\{(.+?)\}/g)].map(([, name]) => name))
  const pick = (isPicked: (name: string) => boolean): Record<string, unknown> =>
    Object.fromEntries(Object.entries(parameters).filter(([name]) => isPicked(name)))
  const parts = { path: pick((name) => names.has(name)), query: pick((name) => !names.has(name)), body }
  const unknown = [...query.keys()].filter((name) => !(name in parameters)).map((pointer) => ({ pointer, detail: 'is unknown' }))
  const faults = [...unknown, ...Object.entries(parts).flatMap(([name, value]) => faultsOf(name, shape[name], value))]
  if (faults.length > 0) throw new Refusal('validation-failed', faults)
}

/** What is wrong with the path, the query or the body of a request. */
const faultsOf = (part: string, schema: unknown, value: unknown): readonly Fault[] => {
  const pointerTo = (path: readonly PropertyKey[]): string =>
    part === 'body' ? path.map((name) => `/${String(name)}`).join('') : String(path[0] ?? '')
  if (!(schema instanceof z.ZodType)) {
    return value === undefined || Object.keys(value as object).length === 0
      ? []
      : [{ pointer: pointerTo([]), detail: 'is unknown' }]
  }
  const { error } = schema.safeParse(value)
  return (error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((name) => ({ pointer: pointerTo([...issue.path, name]), detail: 'is unknown' }))
      : [{ pointer: pointerTo(issue.path), detail: issue.message }],
  )
}
