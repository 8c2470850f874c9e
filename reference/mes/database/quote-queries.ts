import { randomUUID } from 'node:crypto'
import { findMaterial } from '../../shared/catalogue/materials.ts'
import type { Connection } from '../../shared/database/sqlite.ts'
import { commitInstant, type CommitInstant } from '../../shared/orders/commit.ts'
import type { Page } from '../../shared/orders/order.ts'
import type { Calculation } from '../calculation.ts'
import { fingerprintOf, type Quote, type QuoteFailure, type QuoteRequest, type QuoteResult, type QuoteStatus } from '../quote.ts'
import type { Intent } from './answers.ts'
import { create, type Creation, type Draft } from './creation.ts'
import { findModel } from './model-table.ts'
import { listQuotes, type QuoteListing } from './quote-list.ts'
import { findLiveQuote, findQuote, insertQuote, unfinishedQuotes, updateQuote, type StoredQuote } from './quote-table.ts'
import { tariffInForce } from './tariff-table.ts'

export interface NewQuote {
  readonly intent: Intent
  /** The partner that the quote will belong to; null for staff, who may price every model. */
  readonly partnerId: string | null
  readonly request: QuoteRequest
  readonly finishCode: string
  readonly now: number
  /** Whether an identical live quote may be the answer. */
  readonly reuse: boolean
}

export type QuoteRefusal = 'not-found' | 'model-rejected' | 'model-not-ready'

export type NewQuoteOutcome = Creation<Quote, QuoteRefusal>

/** A step of a calculation; null when another process took it. */
export interface CommittedQuote {
  readonly quote: Quote
  readonly previousStatus: QuoteStatus
  readonly commit: CommitInstant
}

/** The end of a calculation: a price, or why there is none. */
export interface QuoteEnd {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly now: number
  readonly end: { readonly result: QuoteResult } | { readonly failure: QuoteFailure }
}

export type QuoteQueries = {
  readonly createQuote: (query: NewQuote) => NewQuoteOutcome
  readonly listQuotes: (listing: QuoteListing) => Page<Quote>
  readonly getQuote: (query: { readonly id: string }) => StoredQuote | null
  /** Null when the model or the material is gone. */
  readonly getCalculation: (query: { readonly id: string }) => Calculation | null
  readonly startQuote: (query: { readonly id: string }) => CommittedQuote | null
  readonly finishQuote: (query: QuoteEnd) => CommittedQuote | null
  readonly unfinishedQuotes: (query: undefined) => readonly string[]
}

export function quoteQueries(connection: Connection): QuoteQueries {
  const step = (id: string, from: QuoteStatus, next: (quote: Quote) => Quote): CommittedQuote | null => {
    const result = connection.transaction(() => {
      const stored = findQuote(connection, id)
      if (stored?.quote.status !== from) return null
      const quote = next(stored.quote)
      updateQuote(connection, quote)
      return { quote, previousStatus: from }
    })
    return result === null ? null : { ...result, commit: commitInstant() }
  }
  return {
    createQuote: (query) => create(connection, query.intent, query.now, () => draft(connection, query)),
    getQuote: ({ id }) => findQuote(connection, id),
    listQuotes: (listing) => listQuotes(connection, listing),
    getCalculation: ({ id }) => calculationOf(connection, id),
    startQuote: ({ id }) => step(id, 'PENDING', (quote) => ({ ...quote, status: 'RUNNING', version: quote.version + 1 })),
    finishQuote: ({ id, now, end }) => step(id, 'RUNNING', (quote) => finished(quote, now, end)),
    unfinishedQuotes: () => unfinishedQuotes(connection),
  }
}

function draft(connection: Connection, { partnerId, request, finishCode, now, reuse }: NewQuote): Draft<Quote, QuoteRefusal> {
  const stored = findModel(connection, request.modelId)
  if (stored === null || (partnerId !== null && stored.owner !== partnerId)) return { outcome: 'refused', refusal: 'not-found' }
  const { model } = stored
  if (model.status === 'REJECTED') return { outcome: 'refused', refusal: 'model-rejected' }
  if (model.status !== 'READY') return { outcome: 'refused', refusal: 'model-not-ready' }
  const owner = partnerId ?? 'staff'
  // Read in the transaction that inserts the quote: whatever changes the tariff comes before both, or after both.
  const tariff = tariffInForce(connection)
  const fingerprint = fingerprintOf(model, request, finishCode, tariff)
  const live = reuse ? findLiveQuote(connection, owner, fingerprint, now) : null
  if (live !== null) return { outcome: 'existing', answer: { status: 200, body: live } }
  const quote = pendingQuote(request, fingerprint, now)
  insertQuote(connection, { owner, quote, tariff })
  return { outcome: 'created', answer: { status: 202, body: quote } }
}

function pendingQuote(request: QuoteRequest, fingerprint: string, now: number): Quote {
  return {
    id: `quo_${randomUUID().replaceAll('-', '')}`,
    status: 'PENDING',
    version: 1,
    fingerprint,
    request,
    result: null,
    failure: null,
    createdAt: new Date(now).toISOString(),
  }
}

function calculationOf(connection: Connection, id: string): Calculation | null {
  const stored = findQuote(connection, id)
  if (stored === null) return null
  const {
    quote: { request },
    tariff,
  } = stored
  const geometry = findModel(connection, request.modelId)?.model.geometry
  const material = findMaterial(request.materialCode)
  if (!geometry || material === undefined) return null
  return { request, geometry, material, finishCode: request.finishCode ?? material.finishes[0].code, tariff }
}

function finished(quote: Quote, now: number, end: QuoteEnd['end']): Quote {
  const ended = { ...quote, version: quote.version + 1, completedAt: new Date(now).toISOString() }
  return 'result' in end
    ? { ...ended, status: 'SUCCEEDED', result: end.result }
    : { ...ended, status: 'FAILED', failure: end.failure }
}
