import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../../shared/api/problem.ts'
import type { Service } from '../../shared/service/service.ts'
import type { MesQueries } from '../database/queries.ts'
import { WrongFile } from '../models/file-store.ts'
import type { UploadQuery } from '../models/upload-address.ts'
import type { Uploads } from '../models/uploads.ts'

const schema = {
  querystring: {
    type: 'object',
    required: ['expires', 'signature'],
    properties: { expires: { type: 'integer' }, signature: { type: 'string' } },
  },
}

interface Upload {
  readonly Params: { readonly modelId: string }
  readonly Querystring: UploadQuery
  readonly Body: Readable | undefined
}

/** Takes the bytes of models at signed addresses; who has one needs no credentials. */
export function uploadRoute(api: FastifyInstance, { database: { ask } }: Service<MesQueries>, { addresses, files }: Uploads): void {
  void api.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, bytes, done) => done(null, bytes))
    scope.put<Upload>('/uploads/:modelId', { schema, config: { operation: 'uploads.put' } }, async (request, reply) => {
      const { params: { modelId }, query, body } = request
      if (!addresses.verify(modelId, query, Date.now())) throw new Problem('forbidden', { detail: 'The address is not valid, or no longer' })
      const stored = await ask.getModel({ id: modelId })
      if (stored === null) throw new Problem('not-found')
      if (stored.model.status !== 'UPLOADING') throw new Problem('invalid-transition', { detail: 'The file is complete' })
      if (body === undefined) throw new Problem('validation-failed', { detail: 'The file is empty' })
      await files.take(modelId, body, stored.model).catch((error: unknown) => {
        throw error instanceof WrongFile ? new Problem('validation-failed', { detail: error.message }) : error
      })
      return reply.code(204).send()
    })
  })
}
