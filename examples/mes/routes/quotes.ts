import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendTagged, versionTag } from '../../shared/api/entity-tag.ts'
import { maySee, type Principal } from '../../shared/api/principal.ts'
import { Problem } from '../../shared/api/problem.ts'
import { ID } from '../../shared/api/schema.ts'
import { findMaterial } from '../../shared/catalogue/materials.ts'
import { CURRENCIES } from '../../shared/catalogue/price.ts'
import type { Service } from '../../shared/service/service.ts'
import type { TaggedWrite } from '../../shared/service/writes.ts'
import type { Calculators } from '../calculators.ts'
import type { NewQuote, NewQuoteOutcome, QuoteRefusal } from '../database/quote-queries.ts'
import type { MesQueries } from '../database/queries.ts'
import { isPending, quoteAt, type Quote, type QuoteRequest } from '../quote.ts'

const CODE = { type: 'string', minLength: 1, maxLength: 32 }
const body = {
  type: 'object',
  additionalProperties: false,
  required: ['modelId', 'materialCode', 'quantity', 'currency'],
  properties: {
    modelId: ID,
    materialCode: CODE,
    finishCode: CODE,
    quantity: { type: 'integer', minimum: 1, maximum: 1000 },
    currency: { enum: CURRENCIES },
    externalRef: { type: 'string', maxLength: 64 },
  },
}
const params = { type: 'object', required: ['quoteId'], properties: { quoteId: ID } }

export function quoteRoutes(api: FastifyInstance, service: Service<MesQueries>, calculators: Calculators): void {
  const { database, readCost } = service

  const create = { schema: { body }, config: { operation: 'quotes.create' } }
  api.post<{ Body: QuoteRequest }>('/quotes', create, async (request, reply) => {
    const { principal, body } = request
    const intent = { principal: intender(principal), key: idempotencyKey(request), request: digestOf(body) }
    const partnerId = principal.kind === 'partner' ? principal.partnerId : null
    const query = { intent, partnerId, request: body, finishCode: finishOf(body), now: Date.now() }
    const { outcome, answer: { status, quote } } = await createQuote(service, query)
    if (outcome === 'created') calculators.calculate(quote.id)
    void reply.code(status).headers({ etag: versionTag(quote.version), location: `/v1/quotes/${quote.id}` })
    return announce(reply, quote, calculators).send(quote)
  })

  const get = { schema: { params }, config: { operation: 'quotes.get' } }
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

type Created = Exclude<NewQuoteOutcome, { readonly outcome: 'refused' }>

/** Only a new quote is a write; an answer that was given before, or to an identical request, changes nothing. */
async function createQuote({ database, writes }: Service<MesQueries>, query: NewQuote): Promise<Created> {
  const outcome = await database.ask.createQuote(query)
  if (outcome.outcome === 'refused') throw new Problem(REFUSALS[outcome.refusal])
  if (outcome.outcome === 'created') await writes.commit(async () => outcome, describe)
  return outcome
}

const REFUSALS: Readonly<Record<QuoteRefusal, 'idempotency-key-reused' | 'not-found' | 'model-rejected'>> = {
  'idempotency-key-reused': 'idempotency-key-reused',
  'model-not-found': 'not-found',
  'model-rejected': 'model-rejected',
}

function describe({ answer: { quote }, commit }: Extract<NewQuoteOutcome, { readonly outcome: 'created' }>): TaggedWrite {
  const { id, version, status } = quote
  return { kind: 'quote', id, version, status, previousStatus: null, commit, tags: ['quotes'] }
}

function announce(reply: FastifyReply, quote: Quote, { retryAfterSeconds }: Calculators): FastifyReply {
  return isPending(quote) ? reply.header('retry-after', retryAfterSeconds) : reply
}

/** Whose key it is: two principals that choose the same key mean two things. */
function intender(principal: Principal): string {
  return principal.kind === 'partner' ? principal.partnerId : `staff:${principal.id}`
}

function idempotencyKey({ headers }: FastifyRequest): string {
  const key = headers['idempotency-key']
  if (key === undefined) throw new Problem('precondition-required', { detail: 'Idempotency-Key is required' })
  if (typeof key === 'string' && /^[A-Za-z0-9_-]{8,128}$/.test(key)) return key
  throw refuse('Idempotency-Key', 'must be 8 to 128 letters, digits, - or _')
}

/** Equal for equal requests, however their members are ordered. */
function digestOf(request: QuoteRequest): string {
  const members = Object.entries(request).toSorted(([left], [right]) => (left < right ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(members)).digest('hex')
}

function finishOf({ materialCode, finishCode }: QuoteRequest): string {
  const material = findMaterial(materialCode)
  if (material === undefined) throw refuse('/materialCode', 'is not the code of a material')
  if (finishCode === undefined) return material.finishes[0].code
  if (material.finishes.some(({ code }) => code === finishCode)) return finishCode
  throw refuse('/finishCode', `must be one of ${material.finishes.map(({ code }) => code).join(', ')}`)
}

const refuse = (pointer: string, detail: string): Problem => new Problem('validation-failed', { errors: [{ pointer, detail }] })
