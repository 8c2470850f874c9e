import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { DatabaseOptions, QueryMessage, QueryTable, ReplyMessage } from './protocol.ts'

/** The queries of a table as their asker sees them: each answers with a promise. */
export type Asked<Queries extends QueryTable> = {
  readonly [Name in keyof Queries]: (argument: Parameters<Queries[Name]>[0]) => Promise<ReturnType<Queries[Name]>>
}

/** An SQLite database in a worker thread: its queries run one after the other and never block the event loop. */
export interface Database<Queries extends QueryTable> {
  /** Rejects with the database's error, and after the worker's end. */
  readonly ask: Asked<Queries>
  /** Queries by name since the start. */
  counts(): Readonly<Record<string, number>>
  /** Lets the queries that were asked finish, then closes the file. */
  close(): Promise<void>
}

/** Starts a worker that serves `Queries` and waits until its database is open and seeded. */
export async function openDatabase<Queries extends QueryTable>(
  script: URL,
  options: DatabaseOptions,
): Promise<Database<Queries>> {
  const worker = new Worker(script, { workerData: options, execArgv: [] })
  const ended = once(worker, 'exit').catch(() => undefined)
  const conversation = await converse(worker)
  const counts: Record<string, number> = {}
  const ask = new Proxy(
    {},
    {
      get: (_, name) => (argument: unknown) => {
        counts[String(name)] = (counts[String(name)] ?? 0) + 1
        return conversation(String(name), argument)
      },
    },
  )
  return {
    // The worker answers to the names of the table, which is shared as a type only.
    ask: ask as Asked<Queries>,
    counts: () => ({ ...counts }),
    async close() {
      worker.postMessage('close')
      await ended
    },
  }
}

interface Pending {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

async function converse(worker: Worker): Promise<(name: string, argument: unknown) => Promise<unknown>> {
  const pending = new Map<number, Pending>()
  const ready = Promise.withResolvers<void>()
  let lastId = 0
  let end: Error | undefined
  worker.on('message', (reply: ReplyMessage) => {
    if (reply.kind === 'ready') return ready.resolve()
    const query = pending.get(reply.id)
    pending.delete(reply.id)
    if (reply.kind === 'result') query?.resolve(reply.result)
    else query?.reject(reply.error)
  })
  const fail = (error: Error): void => {
    end ??= error
    ready.reject(end)
    for (const query of pending.values()) query.reject(end)
    pending.clear()
  }
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', () => fail(new Error('The database is closed')))
  await ready.promise
  return (name, argument) => {
    if (end !== undefined) return Promise.reject(end)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const id = ++lastId
    pending.set(id, { resolve, reject })
    worker.postMessage({ id, name, argument } satisfies QueryMessage)
    return promise
  }
}
