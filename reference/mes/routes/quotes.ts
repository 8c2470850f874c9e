import type { FastifyInstance, FastifyReply } from 'fastify'
import { sendTagged, versionTag } from '../../shared/api/entity-tag.ts'
import { maySee } from '../../shared/api/principal.ts'
import { Problem } from '../../shared/api/problem.ts'
import { findMaterial } from '../../shared/catalogue/materials.ts'
import { CURRENCIES } from '../../shared/catalogue/price.ts'
import type { Service } from '../../shared/service/service.ts'
import type { Calculators } from '../calculators.ts'
import type { MesQueries } from '../database/queries.ts'
import { commitCreation, intentOf } from './creation.ts'
import { isPending, quoteAt, type Quote, type QuoteRequest } from '../quote.ts'

export function quoteRoutes(api: FastifyInstance, service: Service<MesQueries>, calculators: Calculators, reuse: boolean): void {
  const { database, readCost, writes } = service

  const create = { config: { operation: 'quotes.create' } }
  api.post<{ Body: QuoteRequest }>('/quotes', create, async (request, reply) => {
    const { principal, body } = request
    const intent = intentOf(request, 'quotes.create')
    const partnerId = principal.kind === 'partner' ? principal.partnerId : null
    const query = { intent, partnerId, request: body, finishCode: finishOf(body), now: Date.now(), reuse }
    const { outcome, answer } = await commitCreation(
      writes,
      await database.ask.createQuote(query),
      ({ id, version, status }) => ({ kind: 'quote', id, version, status, previousStatus: null, tags: ['quotes'] }),
    )
    const quote = answer.body
    if (outcome === 'created') calculators.calculate(quote.id)
    void reply.code(answer.status).headers({ etag: versionTag(quote.version), location: `/v1/quotes/${quote.id}` })
    return announce(reply, quote, calculators).send(quote)
  })

  const get = { config: { operation: 'quotes.get' } }
  api.get<{ Params: { readonly quoteId: string } }>('/quotes/:quoteId', get, async (request, reply) => {
    const { quoteId } = request.params
    const stored = await readCost.spend(() => database.ask.getQuote({ id: quoteId }), request.signal)
    if (stored === null || !maySee(request.principal, stored.owner)) {
      throw new Problem('not-found', { detail: `There is no quote ${quoteId}` })
    }
    const quote = quoteAt(stored.quote, Date.now())
    return sendTagged(request, announce(reply, quote, calculators), quote, versionTag(quote.version))
  })
}

function announce(reply: FastifyReply, quote: Quote, calculators: Calculators): FastifyReply {
  return isPending(quote) ? reply.header('retry-after', calculators.retryAfterSeconds(quote.id)) : reply
}

/** What the description leaves to the catalogue: the finish, given or the material's first. */
function finishOf({ materialCode, finishCode, currency }: QuoteRequest): string {
  if (!CURRENCIES.includes(currency)) throw refuse('/currency', `must be one of ${CURRENCIES.join(', ')}`)
  const material = findMaterial(materialCode)
  if (material === undefined) throw refuse('/materialCode', 'is not the code of a material')
  if (finishCode === undefined) return material.finishes[0].code
  if (material.finishes.some(({ code }) => code === finishCode)) return finishCode
  throw refuse('/finishCode', `must be one of ${material.finishes.map(({ code }) => code).join(', ')}`)
}

const refuse = (pointer: string, detail: string): Problem => new Problem('validation-failed', { errors: [{ pointer, detail }] })
