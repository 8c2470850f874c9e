import type { Connection } from '../../shared/database/sqlite.ts'

const KEPT_FOR = 86_400_000

/** Who names a create by which key, and a digest of what is to be created. */
export interface Intent {
  readonly principal: string
  readonly key: string
  readonly request: string
}

/** The first answer to an intent, which every repetition gets again. */
export interface Answer<Body> {
  readonly status: number
  readonly body: Body
}

/** The answer that this intent got before; `reused` when its key stood for another request; null when it is new. */
export function findAnswer<Body>(connection: Connection, intent: Intent, now: number): Answer<Body> | 'reused' | null {
  const row = connection
    .prepare('SELECT request, status, body FROM answers WHERE principal = ? AND key = ? AND created_at > ?')
    .get(intent.principal, intent.key, now - KEPT_FOR)
  if (row === undefined) return null
  if (row['request'] !== intent.request) return 'reused'
  // The digest covers the operation, so that the body is what this very operation has answered.
  return { status: Number(row['status']), body: JSON.parse(String(row['body'])) as Body }
}

export function rememberAnswer<Body>(connection: Connection, intent: Intent, { status, body }: Answer<Body>, now: number): void {
  connection.prepare('DELETE FROM answers WHERE created_at <= ?').run(now - KEPT_FOR)
  connection
    .prepare('INSERT INTO answers (principal, key, request, status, body, created_at) VALUES (?, ?, ?, ?, ?, ?)')
    .run(intent.principal, intent.key, intent.request, status, JSON.stringify(body), now)
}
