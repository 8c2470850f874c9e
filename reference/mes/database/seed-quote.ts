import { findMaterial } from '../../shared/catalogue/materials.ts'
import type { Model } from '../../shared/catalogue/models.ts'
import { FIRST_TARIFF } from '../../shared/catalogue/tariff.ts'
import { resultOf } from '../calculation.ts'
import { fingerprintOf, type QuoteRequest } from '../quote.ts'
import type { StoredQuote } from './quote-table.ts'

const CALCULATION_MS = 120_000
const VALIDITY_MS = 7 * 86_400_000
const FINISH = 'POLISHED'

/** The quote that a seeded order came from; null where its model or material is unknown. */
export function quoteOfOrder(order: Readonly<Record<string, unknown>>, models: ReadonlyMap<string, Model>): StoredQuote | null {
  const model = models.get(String(order['model_id']))
  const material = findMaterial(String(order['material_code']))
  if (model === undefined || material === undefined) return null
  const completedAt = Number(order['created_at'])
  const request: QuoteRequest = {
    modelId: model.id,
    materialCode: material.code,
    finishCode: FINISH,
    quantity: Number(order['quantity']),
    currency: 'EUR',
  }
  return {
    owner: model.partnerId ?? 'shop',
    tariff: FIRST_TARIFF,
    quote: {
      id: String(order['quote_id']),
      status: 'SUCCEEDED',
      version: 3,
      fingerprint: fingerprintOf(model, request, FINISH, FIRST_TARIFF),
      request,
      result: resultOf(
        { request, geometry: model.geometry, material, finishCode: FINISH, tariff: FIRST_TARIFF },
        completedAt + VALIDITY_MS,
      ),
      failure: null,
      createdAt: new Date(completedAt - CALCULATION_MS).toISOString(),
      completedAt: new Date(completedAt).toISOString(),
    },
  }
}
