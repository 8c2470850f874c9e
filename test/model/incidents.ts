import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { channels, type IncidentEvent, type LeaseEvent } from '../../src/foundation/channels.ts'
import type { Chronicle } from './chronicle.ts'
import type { LeaseLaws } from './lease-laws.ts'
import type { SimTime } from './sim/time.ts'

/** Writes down what processes report while it lasts, and tells the laws who waits for a lease no longer. */
export const watchIncidents = (chronicle: Chronicle, time: SimTime, laws: LeaseLaws): Disposable => {
  const note = (event: unknown): void => {
    const { kind } = event as IncidentEvent
    chronicle.tally.add(`incident: ${kind}`)
    chronicle.tell(() => `process ${time.running?.name ?? '?'} reports ${kind}`)
  }
  const noteLease = (event: unknown): void => {
    const { outcome, waitedMs } = event as LeaseEvent
    chronicle.tally.add(`lease: ${outcome}`)
    if (outcome === 'given-up' && time.running !== undefined) laws.waited(time.running, waitedMs)
    chronicle.tell(() => `process ${time.running?.name ?? '?'} asked for a lease: ${outcome} after ${waitedMs} ms`)
  }
  subscribe(channels.incident.name, note)
  subscribe(channels.lease.name, noteLease)
  return {
    [Symbol.dispose]() {
      unsubscribe(channels.incident.name, note)
      unsubscribe(channels.lease.name, noteLease)
    },
  }
}
