import type { mes } from '../../../../src/index.ts'
import type { SmallKit } from './small-apis.ts'
import { UPLOADS } from './small-apis.ts'

const CREATED_AT = '2026-03-01T12:00:00Z'

interface NewModelBody {
  readonly fileName: string
  readonly format: mes.ModelFormat
  readonly sizeBytes: number
  readonly sha256: string
}

/** Defines the operations of a price calculation, which takes so many milliseconds of the kit's time. */
export const scriptPricing = ({ mes: { on }, clock }: SmallKit, calculationMs: number): void => {
  const models = new Map<string, mes.Model>()
  const quotes = new Map<string, { readonly request: mes.QuoteRequest; readonly endsAt: number }>()
  const found = <T>(values: ReadonlyMap<string, T>, id: string): T => {
    const value = values.get(id)
    if (value === undefined) throw new Error(`there is no ${id}`)
    return value
  }
  const change = (id: string, status: mes.ModelStatus): mes.Model => {
    const model = found(models, id)
    const changed = { ...model, status, version: model.version + 1 }
    models.set(id, changed)
    return changed
  }
  const money = { amountMinor: 64_250, currency: 'EUR' }
  const quoteOf = (id: string): mes.Quote => {
    const { request, endsAt } = found(quotes, id)
    const isDone = clock.now().getTime() >= endsAt
    return {
      id,
      request,
      status: isDone ? 'SUCCEEDED' : 'PENDING',
      version: isDone ? 2 : 1,
      fingerprint: 'f'.repeat(64),
      failure: null,
      createdAt: CREATED_AT,
      result: isDone
        ? {
            unitPrice: money,
            totalPrice: money,
            metalMassG: 4.2,
            productionDays: 12,
            priceListVersion: 'p1',
            algorithmVersion: 'a1',
            validUntil: '2999-01-01T00:00:00Z',
          }
        : null,
      ...(isDone && { completedAt: CREATED_AT }),
    }
  }
  on('models.create').answersWith(({ body }) => {
    const id = `mod_${models.size + 1}`
    const model: mes.Model = {
      ...(body as NewModelBody),
      id,
      status: 'UPLOADING',
      version: 1,
      geometry: null,
      createdAt: CREATED_AT,
    }
    models.set(id, model)
    return { ...model, upload: { url: `${UPLOADS}${id}`, method: 'PUT', expiresAt: '2999-01-01T00:00:00Z' } }
  })
  on('models.list').answersWith(() => ({ items: [], nextCursor: null }))
  on('models.complete').answersWith(({ parameters }) => change(parameters.modelId, 'READY'))
  on('models.get').answersWith(({ parameters }) => found(models, parameters.modelId))
  on('quotes.create').answersWith(({ body }) => {
    const id = `quo_${quotes.size + 1}`
    quotes.set(id, { request: body as mes.QuoteRequest, endsAt: clock.now().getTime() + calculationMs })
    return quoteOf(id)
  })
  on('quotes.get').answersWith(({ parameters }) => quoteOf(parameters.quoteId))
}
