import { Console } from 'node:console'
import { ConfigurationError, describeGiven } from '../error/configuration-error.ts'
import { channels, type IncidentEvent } from '../foundation/channels.ts'
import type { Clock } from '../foundation/clock.ts'
import { createLog, LOG_LEVELS, type Log, type Logger, type LogLevel } from '../foundation/logger.ts'
import { observeWithHooks, type Hooks } from '../transport/hooks.ts'
import { type Observer, observers } from '../transport/observer.ts'
import { hiddenHeaders } from '../transport/redaction.ts'
import { observeWithLog } from '../transport/request-log.ts'
import { z } from 'zod'
import { isHeaderName } from '../operation/header-value.ts'
import type { Middleware } from '../transport/middleware.ts'

/** What hooks and logger of a client see, until it is closed. */
export interface Telemetry {
  /** `undefined` where nobody looks. */
  readonly observer: Observer | undefined
  /** Names of headers, in lower case, whose values neither hooks and logs nor errors show. */
  readonly hidden: ReadonlySet<string>
  close(): void
}

export const openTelemetry = (
  { hooks, logger, logLevel, redactHeaders, cache }: CheckedTelemetryOptions,
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

/** Options by which an application sees, and changes, what a client sends. All views of a client (`as()`) share them. */
export interface TelemetryOptions {
  /** Functions around each attempt of each request, the first one outermost. Default: none. */
  readonly middleware?: readonly Middleware[]
  /** Functions that are told what is sent and received; what they throw never fails a call. Default: none. */
  readonly hooks?: Hooks
  /**
   * Where to log: pino, the console, or anything with their four methods. Default: nowhere; with the environment variable
   * `MES_CRM_LOG` (`debug`, `info`, `warn`, `error`), lines of JSON on standard error.
   */
  readonly logger?: Logger
  /**
   * What is logged: `debug` every request and response with bodies, `info` retries, `warn` calls that failed by no fault of their
   * caller, and incidents of the cache, `error` invalidations that could not be appended, and hooks that failed. Default `info`. The
   * environment variable `MES_CRM_LOG` comes first.
   */
  readonly logLevel?: LogLevel
  /** Further headers whose values hooks and logs do not show, whatever their case. Default: those of credentials and cookies alone. */
  readonly redactHeaders?: readonly string[]
}

const FUNCTION = 'a function'
const HOOKS = 'functions onRequest, onResponse, onRetry, onError'
const HEADER = 'a name of a header'
const LEVEL_NAMES = LOG_LEVELS.map((level) => `'${level}'`).join(', ')

const isFunction = (value: unknown): boolean => typeof value === 'function'
const hook = <Name extends keyof Hooks>() => z.custom<NonNullable<Hooks[Name]>>(isFunction, FUNCTION).exactOptional()

const isLogger = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && LOG_LEVELS.every((level) => isFunction(Reflect.get(value, level)))

export const telemetryShape = {
  middleware: z.array(z.custom<Middleware>(isFunction, FUNCTION), 'a list of functions').optional(),
  hooks: z
    .strictObject(
      {
        onRequest: hook<'onRequest'>(),
        onResponse: hook<'onResponse'>(),
        onRetry: hook<'onRetry'>(),
        onError: hook<'onError'>(),
      },
      HOOKS,
    )
    .optional(),
  logger: z.custom<Logger>(isLogger, 'an object with functions debug, info, warn, error').optional(),
  logLevel: z.enum(LOG_LEVELS, LEVEL_NAMES).default('info'),
  redactHeaders: z.array(z.string(HEADER).refine(isHeaderName, HEADER), 'a list of names of headers').optional(),
}

/** The checked options, and the namespace that incidents are told of. */
type CheckedTelemetryOptions = z.output<z.ZodObject<typeof telemetryShape>> & { readonly cache: { readonly namespace: string } }
