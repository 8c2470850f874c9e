import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** An incident as a listener of the diagnostics channel gets it. */
export interface SeenIncident {
  readonly namespace: string
  readonly kind: string
  readonly cause?: unknown
}

const isIncident = (event: unknown): event is SeenIncident =>
  typeof event === 'object' && event !== null && 'namespace' in event && 'kind' in event

/** Collects the incidents of a namespace, until it is disposed. */
export const collectIncidents = (namespace: string): { readonly seen: readonly SeenIncident[] } & Disposable => {
  const seen: SeenIncident[] = []
  const note = (event: unknown): void => {
    if (isIncident(event) && event.namespace === namespace) seen.push(event)
  }
  subscribe('mes-crm-sdk:incident', note)
  return { seen, [Symbol.dispose]: () => void unsubscribe('mes-crm-sdk:incident', note) }
}
