import type { FastifyInstance } from 'fastify'
import { Problem } from '../../shared/api/problem.ts'
import type { Algorithm, PriceList } from '../../shared/catalogue/tariff.ts'
import type { Service } from '../../shared/service/service.ts'
import type { MesQueries } from '../database/queries.ts'
import type { TariffChange, TariffOutcome } from '../database/tariff-table.ts'

const VERSION = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' }
const PRICE_LIST = {
  type: 'object',
  additionalProperties: false,
  required: ['version', 'factor'],
  properties: { version: VERSION, factor: { type: 'number', minimum: 0.01, maximum: 100 } },
}
const ALGORITHM = {
  type: 'object',
  additionalProperties: false,
  required: ['version', 'castingLoss'],
  properties: { version: VERSION, castingLoss: { type: 'number', minimum: 1, maximum: 2 } },
}

/** Puts a price list or an algorithm in force, and tells what is. Every price of the one before is stale from then on. */
export function tariffRoutes(api: FastifyInstance, service: Service<MesQueries>): void {
  const {
    database: { ask },
  } = service

  const putPriceList = { schema: { body: PRICE_LIST }, config: { operation: 'internal.putPriceList' } }
  api.put<{ Body: PriceList }>('/pricelist', putPriceList, async ({ body: { version, factor } }, reply) => {
    await put(service, { part: 'priceList', value: { version, factor } }, 'pricelist')
    return reply.code(204).send()
  })

  const putAlgorithm = { schema: { body: ALGORITHM }, config: { operation: 'internal.putAlgorithm' } }
  api.put<{ Body: Algorithm }>('/pricing-algorithm', putAlgorithm, async ({ body: { version, castingLoss } }, reply) => {
    await put(service, { part: 'algorithm', value: { version, castingLoss } }, 'pricing-algorithm')
    return reply.code(204).send()
  })

  api.get('/tariff', { config: { operation: 'internal.getTariff' } }, () => ask.getTariff(undefined))
}

type Put = Extract<TariffOutcome, { readonly outcome: 'put' }>

/** What was in force before is not a write: there is nothing to invalidate. */
class Unchanged extends Error {}

async function put({ database: { ask }, writes }: Service<MesQueries>, change: TariffChange, tag: string): Promise<void> {
  const { version } = change.value
  const changed = async (): Promise<Put> => {
    const result = await ask.putTariff(change)
    switch (result.outcome) {
      case 'put':
        return result
      case 'unchanged':
        throw new Unchanged()
      case 'refused':
        throw new Problem('validation-failed', {
          errors: [{ pointer: '/version', detail: `must be new: ${version} has stood for something else` }],
        })
    }
  }
  await writes
    .commit(changed, ({ previous, turn, commit }) => ({
      kind: 'tariff',
      id: tag,
      version: turn,
      status: version,
      previousStatus: previous,
      commit,
      tags: [tag],
    }))
    .catch((error: unknown) => {
      if (!(error instanceof Unchanged)) throw error
    })
}
