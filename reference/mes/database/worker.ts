import { connect } from '../../shared/database/sqlite.ts'
import { serveQueries } from '../../shared/database/worker.ts'
import { mesQueries } from './queries.ts'
import { seedDatabase } from './schema.ts'

serveQueries(({ path, seed, noticeDelayMs }) => {
  const connection = connect(path)
  seedDatabase(connection, seed)
  return { queries: mesQueries(connection, noticeDelayMs), close: () => connection.close() }
})
