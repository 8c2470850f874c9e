import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { expectedVersions, sendTagged, versionTag } from '../../shared/api/entity-tag.ts'
import { maySee, type Principal } from '../../shared/api/principal.ts'
import { Problem } from '../../shared/api/problem.ts'
import type { Service } from '../../shared/service/service.ts'
import type { MesQueries } from '../database/queries.ts'
import { describeModel, type Analyses } from '../models/analyses.ts'
import type { Model, ModelRequest, ModelUpload } from '../models/model.ts'
import type { Uploads } from '../models/uploads.ts'
import { commitCreation, intentOf } from './creation.ts'

interface ModelPath {
  readonly Params: { readonly modelId: string }
}

export function modelRoutes(api: FastifyInstance, service: Service<MesQueries>, uploads: Uploads, analyses: Analyses): void {
  const {
    database: { ask },
    readCost,
    writes,
  } = service

  const create = { config: { operation: 'models.create' } }
  api.post<{ Body: ModelRequest }>('/models', create, async (request, reply) => {
    const id = `mod_${randomUUID().replaceAll('-', '')}`
    const now = Date.now()
    const creation = await ask.createModel({
      intent: intentOf(request, 'models.create'),
      owner: ownerOf(request.principal),
      request: request.body,
      id,
      now,
      upload: uploadOf(request, uploads, id, now),
    })
    const {
      answer: { status, body: model },
    } = await commitCreation(writes, creation, ({ id, version, status }) => ({
      kind: 'model',
      id,
      version,
      status,
      previousStatus: null,
      tags: ['models', `model:${id}`],
    }))
    return reply
      .code(status)
      .headers({ etag: versionTag(model.version), location: `/v1/models/${model.id}` })
      .send(model)
  })

  const get = { config: { operation: 'models.get' } }
  api.get<ModelPath>('/models/:modelId', get, async (request, reply) => {
    const {
      principal,
      params: { modelId },
    } = request
    const stored = await readCost.spend(() => ask.getModel({ id: modelId }), request.signal)
    if (stored === null || !maySee(principal, stored.owner)) throw missing(modelId)
    return sendTagged(request, announce(reply, stored.model, analyses), stored.model, versionTag(stored.model.version))
  })

  const complete = { config: { operation: 'models.complete' } }
  api.post<ModelPath>('/models/:modelId/complete', complete, async (request, reply) => {
    const {
      principal,
      params: { modelId: id },
    } = request
    const query = { id, owner: ownerOf(principal), expected: expectedVersions(request), isUploaded: await uploads.files.has(id) }
    const { model } = await writes.commit(async () => {
      const committed = await ask.completeModel(query)
      if (typeof committed === 'string') throw committed === 'not-found' ? missing(id) : new Problem(committed)
      return committed
    }, describeModel)
    analyses.analyze(model)
    return announce(reply, model, analyses).code(202).header('etag', versionTag(model.version)).send(model)
  })
}

function ownerOf(principal: Principal): string {
  return principal.kind === 'partner' ? principal.partnerId : 'staff'
}

/** On the very server that was asked, by the name that the client knows it by. */
function uploadOf(
  { protocol, host }: FastifyRequest,
  { addresses, withinMs, headers }: Uploads,
  id: string,
  now: number,
): ModelUpload {
  const expiresAt = now + withinMs
  return {
    url: `${protocol}://${host}${addresses.sign(id, expiresAt)}`,
    method: 'PUT',
    expiresAt: new Date(expiresAt).toISOString(),
    ...(Object.keys(headers).length > 0 && { headers }),
  }
}

function announce(reply: FastifyReply, { id, status }: Model, analyses: Analyses): FastifyReply {
  return status === 'ANALYZING' ? reply.header('retry-after', analyses.retryAfterSeconds(id)) : reply
}

const missing = (id: string): Problem => new Problem('not-found', { detail: `There is no model ${id}` })
