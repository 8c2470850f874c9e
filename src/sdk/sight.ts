import { channels, type IncidentEvent } from '../foundation/channels.ts'
import { createLog, type Log, type LogLevel } from '../foundation/logger.ts'
import { observeWithHooks } from '../transport/hooks.ts'
import { type Observer, observers } from '../transport/observer.ts'
import { hiddenHeaders } from '../transport/redaction.ts'
import { observeWithLog } from '../transport/request-log.ts'
import type { CheckedCommonOptions } from './sdk-options.ts'

/** What hooks and logger of a client see, until it is closed. */
export interface Sight {
  /** `undefined` where nobody looks. */
  readonly observer: Observer | undefined
  close(): void
}

export const openSight = ({ hooks, logger, logLevel, redactHeaders, cache }: CheckedCommonOptions): Sight => {
  const { namespace } = cache
  const hidden = hiddenHeaders(redactHeaders)
  const log = logger && createLog(logger, logLevel)
  const report = (cause: unknown): void => channels.incident.publish({ namespace, kind: 'hook-failed', cause })
  const all = [...(hooks === undefined ? [] : [observeWithHooks(hooks, hidden, report)]), ...(log === undefined ? [] : [observeWithLog(log, hidden)])]
  return { observer: all.length === 0 ? undefined : observers(all), close: log === undefined ? () => {} : logIncidents(log, namespace) }
}

const LEVELS: Readonly<Partial<Record<IncidentEvent['kind'], LogLevel>>> = {
  'redis-up': 'info', 'node-up': 'info', 'append-failed': 'error', 'hook-failed': 'error',
}

/** Logs the incidents of a namespace until the returned function is called. */
const logIncidents = (log: Log, namespace: string): (() => void) =>
  channels.incident.subscribeTo(namespace, (incident) => {
    log.write(LEVELS[incident.kind] ?? 'warn', `cache incident: ${incident.kind}`, () => fieldsOf(incident))
  })

const fieldsOf = ({ cause, ...fields }: IncidentEvent): Readonly<Record<string, unknown>> =>
  ({ ...fields, ...(cause !== undefined && { cause: cause instanceof Error ? cause.message : typeof cause }) })
