import { Console } from 'node:console'
import { ConfigurationError, describeGiven } from '../error/configuration-error.ts'
import { channels, type IncidentEvent } from '../foundation/channels.ts'
import type { Clock } from '../foundation/clock.ts'
import { createLog, LOG_LEVELS, type Log, type Logger, type LogLevel } from '../foundation/logger.ts'
import { observeWithHooks } from '../transport/hooks.ts'
import { type Observer, observers } from '../transport/observer.ts'
import { hiddenHeaders } from '../transport/redaction.ts'
import { observeWithLog } from '../transport/request-log.ts'
import type { CheckedCommonOptions } from './sdk-options.ts'

/** What hooks and logger of a client see, until it is closed. */
export interface Telemetry {
  /** `undefined` where nobody looks. */
  readonly observer: Observer | undefined
  /** Names of headers, in lower case, whose values neither hooks and logs nor errors show. */
  readonly hidden: ReadonlySet<string>
  close(): void
}

export const openTelemetry = (
  { hooks, logger, logLevel, redactHeaders, cache }: CheckedCommonOptions,
  clock: Clock,
): Telemetry => {
  const { namespace } = cache
  const hidden = hiddenHeaders(redactHeaders)
  const forced = levelOfEnvironment()
  const log =
    logger === undefined && forced === undefined ? undefined : createLog(logger ?? standardError(clock), forced ?? logLevel)
  const report = (cause: unknown): void => channels.incident.publish({ namespace, kind: 'hook-failed', cause })
  const all = [
    ...(hooks === undefined ? [] : [observeWithHooks(hooks, hidden, report)]),
    ...(log === undefined ? [] : [observeWithLog(log, hidden)]),
  ]
  return {
    observer: all.length === 0 ? undefined : observers(all),
    hidden,
    close: log === undefined ? () => {} : logIncidents(log, namespace),
  }
}

/** The level that the environment asks for, so that an operator sees more without a change of the code. @throws {ConfigurationError} */
const levelOfEnvironment = (): LogLevel | undefined => {
  const given = process.env['MES_CRM_LOG']
  if (given === undefined || given === '') return undefined
  const level = LOG_LEVELS.find((one) => one === given)
  if (level === undefined)
    throw new ConfigurationError(`MES_CRM_LOG: expected ${LOG_LEVELS.join(', ')}, got ${describeGiven(given)}`)
  return level
}

/** Writes lines of JSON to standard error, whose own errors, such as a closed pipe, are ignored. */
const standardError = (clock: Clock): Logger => {
  const output = new Console(process.stderr)
  const at =
    (level: LogLevel): Logger[LogLevel] =>
    (fields, message) =>
      output.log(
        JSON.stringify({ time: new Date(clock.wallNow()).toISOString(), level, message: `mes-crm-sdk: ${message}`, ...fields }),
      )
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

const LEVELS: Readonly<Partial<Record<IncidentEvent['kind'], LogLevel>>> = {
  'redis-up': 'info',
  'node-up': 'info',
  'append-failed': 'error',
  'hook-failed': 'error',
}

/** Logs the incidents of a namespace until the returned function is called. */
const logIncidents = (log: Log, namespace: string): (() => void) =>
  channels.incident.subscribeTo(namespace, (incident) => {
    log.write(LEVELS[incident.kind] ?? 'warn', `cache incident: ${incident.kind}`, () => fieldsOf(incident))
  })

const fieldsOf = ({ cause, ...fields }: IncidentEvent): Readonly<Record<string, unknown>> => ({
  ...fields,
  ...(cause !== undefined && { cause: cause instanceof Error ? cause.message : typeof cause }),
})
