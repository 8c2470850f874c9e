import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { channels, type IncidentEvent } from '../../src/foundation/channels.ts'
import type { Chronicle } from './chronicle.ts'
import type { SimTime } from './sim/time.ts'

/** Writes down what processes report while it lasts. */
export const watchIncidents = (chronicle: Chronicle, time: SimTime): Disposable => {
  const note = (event: unknown): void => {
    const { kind } = event as IncidentEvent
    chronicle.tally.add(`incident: ${kind}`)
    chronicle.tell(() => `process ${time.running?.name ?? '?'} reports ${kind}`)
  }
  subscribe(channels.incident.name, note)
  return { [Symbol.dispose]: () => void unsubscribe(channels.incident.name, note) }
}
