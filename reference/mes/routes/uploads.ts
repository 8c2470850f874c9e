import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../../shared/api/problem.ts'
import type { Service } from '../../shared/service/service.ts'
import type { MesQueries } from '../database/queries.ts'
import { WrongFile } from '../models/file-store.ts'
import type { Model } from '../models/model.ts'
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
export function uploadRoute(api: FastifyInstance, { database: { ask } }: Service<MesQueries>, uploads: Uploads): void {
  const { addresses, stalledMs, headers } = uploads
  const running = new Set<Readable>()
  void api.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, bytes, done) => done(null, bytes))
    // Whoever sends a file may take hours for it; the end of the server does not wait for that.
    scope.addHook('preClose', async () => {
      for (const bytes of running) bytes.destroy()
    })
    scope.put<Upload>('/uploads/:modelId', { schema, config: { operation: 'uploads.put' } }, async (request, reply) => {
      const {
        params: { modelId },
        query,
        body,
      } = request
      if (!addresses.verify(modelId, query, Date.now()))
        throw new Problem('forbidden', { detail: 'The address is not valid, or no longer' })
      const missing = Object.keys(headers).filter((name) => request.headers[name.toLowerCase()] !== headers[name])
      if (missing.length > 0)
        throw new Problem('validation-failed', { detail: `The headers ${missing.join(', ')} are not those of upload.headers` })
      const stored = await ask.getModel({ id: modelId })
      if (stored === null) throw new Problem('not-found')
      if (stored.model.status !== 'UPLOADING') throw new Problem('invalid-transition', { detail: 'The file is complete' })
      if (body === undefined) throw new Problem('validation-failed', { detail: 'The file is empty' })
      request.raw.setTimeout(stalledMs, () => body.destroy())
      running.add(body)
      body.once('close', () => running.delete(body))
      await take(uploads, stored.model, body)
      request.raw.setTimeout(0)
      return reply.code(204).send()
    })
  })
}

async function take({ files }: Uploads, model: Model, bytes: Readable): Promise<void> {
  try {
    await files.take(model.id, bytes, model)
  } catch (error) {
    // What is still to come is dropped: a client that sends does not read.
    bytes.resume()
    if (error instanceof WrongFile) throw new Problem('validation-failed', { detail: error.message })
    // Nobody may be there to read this; it is no defect of the server.
    if (bytes.destroyed) throw new Problem('unavailable', { detail: 'The upload has broken off' })
    throw error
  }
}
