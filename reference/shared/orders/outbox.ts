import type { Connection } from '../database/sqlite.ts'
import type { StatusNotice } from './transition.ts'

/**
 * Notices that the other server has not confirmed yet. A notice is written in the transaction of the step that it tells of,
 * so that none is lost when the process dies between the two; it may therefore be delivered twice.
 */
export interface StoredNotice {
  readonly id: number
  readonly notice: StatusNotice
}

export function createOutbox(connection: Connection): void {
  connection.database.exec(`
    CREATE TABLE notices (id INTEGER PRIMARY KEY AUTOINCREMENT, due_at INTEGER NOT NULL, notice TEXT NOT NULL);
    CREATE INDEX notices_by_due ON notices (due_at)`)
}

export function insertNotice(connection: Connection, notice: StatusNotice, dueAt: number): void {
  connection.prepare('INSERT INTO notices (due_at, notice) VALUES (?, ?)').run(dueAt, JSON.stringify(notice))
}

/** The notices that are due, and when the next one behind them will be. */
export interface DueNotices {
  readonly notices: readonly StoredNotice[]
  /** Milliseconds since 1970; null when no other notice waits. */
  readonly nextDueAt: number | null
}

export function dueNotices(connection: Connection, now: number, limit: number): DueNotices {
  const rows = connection.prepare('SELECT id, due_at, notice FROM notices ORDER BY due_at, id LIMIT ?').all(limit + 1)
  const due = rows.slice(0, limit).filter((row) => Number(row['due_at']) <= now)
  const next = rows[due.length]
  return {
    notices: due.map((row) => ({ id: Number(row['id']), notice: JSON.parse(String(row['notice'])) as StatusNotice })),
    nextDueAt: next === undefined ? null : Number(next['due_at']),
  }
}

export function deleteNotice(connection: Connection, id: number): void {
  connection.prepare('DELETE FROM notices WHERE id = ?').run(id)
}
