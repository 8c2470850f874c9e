import { DatabaseSync, type StatementSync } from 'node:sqlite'

/** An SQLite connection with remembered statements and transactions that commit whole or not at all. */
export interface Connection {
  readonly database: DatabaseSync
  prepare(sql: string): StatementSync
  /** Takes the write lock at once, so that what is read inside is what is written upon. */
  transaction<Result>(work: () => Result): Result
  close(): void
}

/** Opens a file; a second process may open the same one. */
export function connect(path: string): Connection {
  const database = new DatabaseSync(path, { timeout: 60_000 })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536')
  const statements = new Map<string, StatementSync>()
  return {
    database,
    prepare(sql) {
      const known = statements.get(sql) ?? database.prepare(sql)
      statements.set(sql, known)
      return known
    },
    transaction(work) {
      database.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        database.exec('COMMIT')
        return result
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK')
        throw error
      }
    },
    close: () => database.close(),
  }
}
