import type { FastifyInstance } from 'fastify'
import { createAnswerCheck } from './described-answer.ts'
import { requestSchemas } from './described-request.ts'
import type { Description } from './description.ts'

/** Answers that were not as described. */
export interface Drift {
  readonly offences: readonly string[]
}

/** Takes the validation of a scope's routes from the description: each names its `operation`, and no other schema. */
export function validateRequests(scope: FastifyInstance, { file, operations }: Description): void {
  scope.addHook('onRoute', (route) => {
    const id = route.config?.operation
    const operation = id === undefined ? undefined : operations.get(id)
    if (operation === undefined) throw new Error(`${route.url}: ${file} has no operation ${id ?? '(none named)'}`)
    route.schema = requestSchemas(operation)
  })
}

/** Holds every answer of a scope against the description. One that is not as described becomes a 500, and is remembered. */
export function checkAnswers(scope: FastifyInstance, description: Description): Drift {
  const check = createAnswerCheck(description)
  const offences: string[] = []
  scope.addHook('onSend', async (request, reply, payload) => {
    const { operation } = request.routeOptions.config
    if (operation === undefined || request.method === 'HEAD') return
    const found = check.offences(operation, {
      status: reply.statusCode,
      header: (name) => reply.getHeader(name)?.toString(),
      text: typeof payload === 'string' ? payload : '',
    })
    if (found.length === 0) return
    const drift = `${operation} ${reply.statusCode} is not as ${description.file} says: ${found.join('; ')}`
    offences.push(drift)
    throw new Error(drift)
  })
  return { offences }
}
