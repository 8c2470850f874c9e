import type { Connection } from '../../shared/database/sqlite.ts'
import type { Quote } from '../quote.ts'

const KEPT_FOR = 86_400_000

/** Who names a create by which key, and a digest of what is to be created. */
export interface Intent {
  readonly principal: string
  readonly key: string
  readonly request: string
}

/** The first answer to an intent, which every repetition gets again. */
export interface Answer {
  readonly status: 200 | 202
  readonly quote: Quote
}

/** The answer that this intent got before; `reused` when its key stood for another request; null when it is new. */
export function findAnswer(connection: Connection, intent: Intent, now: number): Answer | 'reused' | null {
  const row = connection
    .prepare('SELECT request, status, quote FROM answers WHERE principal = ? AND key = ? AND created_at > ?')
    .get(intent.principal, intent.key, now - KEPT_FOR)
  if (row === undefined) return null
  if (row['request'] !== intent.request) return 'reused'
  return { status: row['status'] === 200 ? 200 : 202, quote: JSON.parse(String(row['quote'])) as Quote }
}

export function rememberAnswer(connection: Connection, intent: Intent, { status, quote }: Answer, now: number): void {
  connection.prepare('DELETE FROM answers WHERE created_at <= ?').run(now - KEPT_FOR)
  connection
    .prepare('INSERT INTO answers (principal, key, request, status, quote, created_at) VALUES (?, ?, ?, ?, ?, ?)')
    .run(intent.principal, intent.key, intent.request, status, JSON.stringify(quote), now)
}
