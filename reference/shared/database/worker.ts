import { parentPort, workerData } from 'node:worker_threads'
import type { DatabaseOptions, QueryMessage, QueryTable, ReplyMessage } from './protocol.ts'

/** What a worker script opens: its queries, and how to end. */
export interface OpenedDatabase {
  readonly queries: QueryTable
  close(): void
}

/** The body of a worker script: opens the database with the options it was started with, then answers queries. */
export function serveQueries(open: (options: DatabaseOptions) => OpenedDatabase): void {
  const port = parentPort
  if (port === null) throw new Error('A database worker runs in a worker thread only')
  const database = open(workerData as DatabaseOptions)
  const send = (reply: ReplyMessage): void => port.postMessage(reply)
  port.on('message', (message: QueryMessage | 'close') => {
    if (message === 'close') {
      database.close()
      return port.close()
    }
    try {
      const query = database.queries[message.name]
      if (query === undefined) throw new Error(`No query is named ${message.name}`)
      send({ kind: 'result', id: message.id, result: query(message.argument as never) })
    } catch (error) {
      send({ kind: 'failure', id: message.id, error })
    }
  })
  send({ kind: 'ready' })
}
