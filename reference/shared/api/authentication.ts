import type { FastifyInstance } from 'fastify'
import { authenticate, type Principal } from './principal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; only on authenticated routes. */
    principal: Principal
  }
}

/** Adds routes under a prefix that nobody reaches without valid credentials. */
export function authenticated(
  api: FastifyInstance,
  prefix: string,
  secret: string,
  routes: (scope: FastifyInstance) => void,
): void {
  void api.register(async (scope) => {
    scope.decorateRequest('principal')
    scope.addHook('onRequest', async (request) => {
      request.principal = authenticate(request.headers, secret)
    })
    routes(scope)
  }, { prefix })
}
