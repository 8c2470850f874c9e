import { type ChildProgram, startChild } from '../support/process.ts'
import type { Read, Write } from '../support/history.ts'
import { addIncidents, type IncidentCounts } from './incidents.ts'
import type { ReaderReport, ReaderSettings } from './reader-child.ts'
import type { WriterReport, WriterSettings } from './writer-child.ts'

const READER = new URL('./reader-child.ts', import.meta.url)
const WRITER = new URL('./writer-child.ts', import.meta.url)

const LEASE = '10s'

/** What a fleet did since it was opened. */
export interface FleetReport {
  readonly writes: readonly Write[]
  /** In the order of each reader, one after the other. */
  readonly reads: readonly Read[]
  readonly queued: number
  readonly missedOwn: readonly string[]
  readonly failed: readonly string[]
  /** Of the readers. */
  readonly incidents: IncidentCounts
}

/** Reader and writer processes that are opened on one namespace after another. */
export interface Fleet extends AsyncDisposable {
  readonly readers: readonly ChildProgram[]
  readonly writers: readonly ChildProgram[]
  /** Every other writer holds what it writes. */
  open(readers: ReaderSettings, writers: WriterSettings): Promise<void>
  start(): Promise<void>
  /** Ends the writes, waits until all are acknowledged and `settled`, then ends the reads. */
  stop(settled: () => Promise<void>): Promise<FleetReport>
}

const callAll = <T>(programs: readonly ChildProgram[], method: string, params?: unknown): Promise<T[]> =>
  Promise.all(programs.map((program) => program.call<T>(method, params)))

export const startFleet = async (size: { readonly readers: number; readonly writers: number }): Promise<Fleet> => {
  const readers = await Promise.all(Array.from({ length: size.readers }, () => startChild(READER)))
  const writers = await Promise.all(Array.from({ length: size.writers }, () => startChild(WRITER)))
  return {
    readers,
    writers,
    open: async (readerSettings, writerSettings) => {
      const openings = writers.map((writer, index) =>
        writer.call('open', { ...writerSettings, ...(index % 2 === 1 && { hold: LEASE }) }),
      )
      await Promise.all([callAll(readers, 'open', readerSettings), ...openings])
    },
    start: async () => {
      await Promise.all([callAll(readers, 'start'), callAll(writers, 'start')])
    },
    stop: async (settled) => {
      await callAll(writers, 'finish')
      await settled()
      return reportOf(await callAll<ReaderReport>(readers, 'stop'), await callAll<WriterReport>(writers, 'stop'))
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...readers, ...writers].map((program) => program.kill()))
    },
  }
}

const reportOf = (readers: readonly ReaderReport[], writers: readonly WriterReport[]): FleetReport => ({
  writes: writers.flatMap(({ writes }) =>
    writes.map(([register, version, acknowledgedAt]) => ({ register, version, acknowledgedAt })),
  ),
  reads: readers.flatMap(({ reads }) =>
    reads.map(([register, version, invokedAt, maxStaleness, source]) => ({ register, version, invokedAt, maxStaleness, source })),
  ),
  queued: writers.reduce((sum, { queued }) => sum + queued, 0),
  missedOwn: writers.flatMap(({ missedOwn }) => missedOwn),
  failed: [...readers, ...writers].flatMap(({ failed }) => failed),
  incidents: addIncidents(readers.map(({ incidents }) => incidents)),
})
