import type { FastifySchema } from 'fastify'
import type { Node, Operation, Parameter } from './description.ts'

/**
 * The schemas by which fastify validates the requests of an operation. Headers are left to the code that reads them, since
 * HTTP says more about them than a schema can: `If-Match` may be a list, and its absence is a 428. An operation that never answers
 * 400 ignores what it does not know.
 */
export function requestSchemas({ parameters, body, answers }: Operation): FastifySchema {
  const path = parameters.filter((parameter) => parameter.in === 'path')
  const query = parameters.filter((parameter) => parameter.in === 'query')
  return {
    ...(path.length === 0 ? {} : { params: objectOf(path) }),
    ...('400' in answers ? { querystring: objectOf(query) } : {}),
    ...(body === undefined ? {} : { body: closed(body) }),
  }
}

function objectOf(parameters: readonly Parameter[]): Node {
  return {
    type: 'object',
    additionalProperties: false,
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
  }
}

/** The schema without room for members that it does not name; the parts of an `allOf` are closed by what they are part of. */
export function closed(schema: Node, isPart = false): Node {
  const members = Object.entries(schema).map(([keyword, value]) => [keyword, closedMember(keyword, value)])
  const hasMembers = 'properties' in schema || 'allOf' in schema
  const isOpen = isPart || !hasMembers || 'additionalProperties' in schema
  return { ...Object.fromEntries(members), ...(isOpen ? {} : { unevaluatedProperties: false }) }
}

function closedMember(keyword: string, value: unknown): unknown {
  const isPart = keyword === 'allOf'
  if (['allOf', 'oneOf', 'anyOf'].includes(keyword) && Array.isArray(value)) return value.map((part: Node) => closed(part, isPart))
  if (typeof value !== 'object' || value === null) return value
  if (keyword === 'items' || keyword === 'additionalProperties') return closed(value as Node)
  if (keyword !== 'properties') return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, closed(member as Node)]))
}
