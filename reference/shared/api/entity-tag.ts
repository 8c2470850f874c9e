import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

/** The strong tag of a single resource: its version. */
export function versionTag(version: number): string {
  return `"${version}"`
}

/** The weak tag of a list: a digest of what it shows. */
export function contentTag(content: unknown): string {
  return `W/"${createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22)}"`
}

/** Answers with the resource, or with 304 when the client has this very one already. */
export function sendTagged(request: FastifyRequest, reply: FastifyReply, body: unknown, tag: string): FastifyReply {
  void reply.header('etag', tag)
  const known = request.headers['if-none-match']
  return known !== undefined && matches(known, tag) ? reply.code(304).send() : reply.send(body)
}

const opaque = (text: string): string => text.trim().replace(/^W\//, '')

/** If-None-Match compares weakly: the mark of a weak tag does not count. */
function matches(header: string, tag: string): boolean {
  return header.trim() === '*' || header.split(',').some((candidate) => opaque(candidate) === opaque(tag))
}

/** The versions that If-Match accepts, null for any. It compares strongly, so weak tags accept nothing. */
export function expectedVersions(request: FastifyRequest): readonly number[] | null {
  const header = request.headers['if-match']
  if (header === undefined) throw new Problem('precondition-required', { detail: 'If-Match is required' })
  if (header.trim() === '*') return null
  const tags = header.split(',').map((tag) => tag.trim())
  if (tags.every((tag) => /^(W\/)?"[^"]*"$/.test(tag))) {
    return tags.filter((tag) => /^"\d{1,16}"$/.test(tag)).map((tag) => Number(tag.slice(1, -1)))
  }
  throw new Problem('validation-failed', { errors: [{ pointer: 'If-Match', detail: 'must be an entity tag such as "7"' }] })
}
