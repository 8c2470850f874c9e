import type { Connection } from '../../shared/database/sqlite.ts'
import type { Tariff } from '../../shared/catalogue/tariff.ts'
import type { Quote } from '../quote.ts'

/** A quote with the partner that it belongs to, or `staff`, or `shop`. */
export interface StoredQuote {
  readonly owner: string
  readonly quote: Quote
  /** What was in force when it was created, and is what it is calculated with, whenever that may be. */
  readonly tariff: Tariff
}

export const QUOTES = `
  CREATE TABLE quotes (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, fingerprint TEXT NOT NULL, model_id TEXT NOT NULL, status TEXT NOT NULL,
    created_at INTEGER NOT NULL, valid_until INTEGER, document TEXT NOT NULL, tariff TEXT NOT NULL
  );
  CREATE INDEX quotes_by_age ON quotes (created_at, id);
  CREATE INDEX quotes_by_owner ON quotes (owner, created_at, id);
  CREATE INDEX quotes_by_fingerprint ON quotes (owner, fingerprint);
  CREATE INDEX quotes_by_status ON quotes (status)`

export function insertQuote(connection: Connection, { owner, quote, tariff }: StoredQuote): void {
  connection
    .prepare(
      `INSERT INTO quotes (id, owner, fingerprint, model_id, status, created_at, valid_until, document, tariff)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      quote.id,
      owner,
      quote.fingerprint,
      quote.request.modelId,
      quote.status,
      Date.parse(quote.createdAt),
      validUntil(quote),
      JSON.stringify(quote),
      JSON.stringify(tariff),
    )
}

export function updateQuote(connection: Connection, quote: Quote): void {
  connection
    .prepare('UPDATE quotes SET status = ?, valid_until = ?, document = ? WHERE id = ?')
    .run(quote.status, validUntil(quote), JSON.stringify(quote), quote.id)
}

export function findQuote(connection: Connection, id: string): StoredQuote | null {
  return stored(connection.prepare('SELECT owner, document, tariff FROM quotes WHERE id = ?').get(id))
}

/** A quote of the same owner and fingerprint whose price holds, or is being calculated. */
export function findLiveQuote(connection: Connection, owner: string, fingerprint: string, now: number): Quote | null {
  const sql = `SELECT owner, document, tariff FROM quotes
    WHERE owner = ? AND fingerprint = ?
      AND status IN ('PENDING', 'RUNNING', 'SUCCEEDED') AND (valid_until IS NULL OR valid_until > ?)`
  return stored(connection.prepare(sql).get(owner, fingerprint, now))?.quote ?? null
}

/** Ids of the quotes that a process has left pending or running. */
export function unfinishedQuotes(connection: Connection): readonly string[] {
  return connection
    .prepare("SELECT id FROM quotes WHERE status IN ('PENDING', 'RUNNING')")
    .all()
    .map((row) => String(row['id']))
}

function validUntil({ result }: Quote): number | null {
  return result === null ? null : Date.parse(result.validUntil)
}

function stored(row: Readonly<Record<string, unknown>> | undefined): StoredQuote | null {
  if (row === undefined) return null
  return {
    owner: String(row['owner']),
    quote: JSON.parse(String(row['document'])) as Quote,
    tariff: JSON.parse(String(row['tariff'])) as Tariff,
  }
}
