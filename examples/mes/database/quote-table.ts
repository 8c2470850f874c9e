import type { Connection } from '../../shared/database/sqlite.ts'
import type { Quote } from '../quote.ts'

/** A quote with the partner that it belongs to, or `staff`, or `shop`. */
export interface StoredQuote {
  readonly owner: string
  readonly quote: Quote
}

export function insertQuote(connection: Connection, { owner, quote }: StoredQuote): void {
  connection
    .prepare(`INSERT INTO quotes (id, owner, fingerprint, model_id, status, created_at, valid_until, document)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(
      quote.id, owner, quote.fingerprint, quote.request.modelId, quote.status, Date.parse(quote.createdAt), validUntil(quote),
      JSON.stringify(quote),
    )
}

export function updateQuote(connection: Connection, quote: Quote): void {
  connection
    .prepare('UPDATE quotes SET status = ?, valid_until = ?, document = ? WHERE id = ?')
    .run(quote.status, validUntil(quote), JSON.stringify(quote), quote.id)
}

export function findQuote(connection: Connection, id: string): StoredQuote | null {
  return stored(connection.prepare('SELECT owner, document FROM quotes WHERE id = ?').get(id))
}

/** A quote of the same owner and fingerprint whose price holds, or is being calculated. */
export function findLiveQuote(connection: Connection, owner: string, fingerprint: string, now: number): Quote | null {
  const sql = `SELECT owner, document FROM quotes
    WHERE owner = ? AND fingerprint = ?
      AND status IN ('PENDING', 'RUNNING', 'SUCCEEDED') AND (valid_until IS NULL OR valid_until > ?)`
  return stored(connection.prepare(sql).get(owner, fingerprint, now))?.quote ?? null
}

/** Ids of the quotes that a process has left pending or running. */
export function unfinishedQuotes(connection: Connection): readonly string[] {
  return connection.prepare("SELECT id FROM quotes WHERE status IN ('PENDING', 'RUNNING')").all().map((row) => String(row['id']))
}

function validUntil({ result }: Quote): number | null {
  return result === null ? null : Date.parse(result.validUntil)
}

function stored(row: Readonly<Record<string, unknown>> | undefined): StoredQuote | null {
  return row === undefined ? null : { owner: String(row['owner']), quote: JSON.parse(String(row['document'])) as Quote }
}
