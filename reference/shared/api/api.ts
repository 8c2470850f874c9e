import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { toProblem } from './failure.ts'
import { Problem } from './problem.ts'
import type { Traffic } from './traffic.ts'
import { createValidation } from './validation.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `operationId` of the API description, under which requests are counted. */
    readonly operation?: string
  }
}

const REQUEST_ID = /^[\w.:-]{1,128}$/

/** A fastify server with the conventions of both APIs: request ids, problems, closed validation, private answers. */
export function createApi(traffic: Traffic): FastifyInstance {
  const api = Fastify({
    genReqId: ({ headers }) => {
      const given = headers['x-request-id']
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
    },
  })
  api.setValidatorCompiler(createValidation())
  let ending = false
  api.addHook('preClose', async () => void (ending = true))
  // A connection that is kept alive after its last answer would hold up the end of the server.
  api.addHook('onSend', async (_request, reply) => void (ending && reply.header('connection', 'close')))
  api.addHook('onRequest', async (request, reply) => {
    traffic.asked(operationOf(request))
    reply.headers({ 'x-request-id': request.id, 'cache-control': 'private' })
  })
  api.addHook('onResponse', async (request, reply) => {
    traffic.answered(operationOf(request), reply.statusCode)
  })
  api.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error)
    if (problem.code === 'internal-error') console.error(`${request.id} ${operationOf(request)}:`, error)
    return reply.code(problem.status).type('application/problem+json').send(problem.body(request.id))
  })
  api.setNotFoundHandler(() => {
    throw new Problem('not-found', { detail: 'There is no such path' })
  })
  return api
}

function operationOf(request: FastifyRequest): string {
  return request.routeOptions.config.operation ?? 'unknown'
}
