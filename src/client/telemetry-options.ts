import { z } from 'zod'
import { LOG_LEVELS, type Logger, type LogLevel } from '../foundation/logger.ts'
import { isHeaderName } from '../operation/header-value.ts'
import type { Hooks } from '../transport/hooks.ts'
import type { Middleware } from '../transport/middleware.ts'

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
const LEVELS = LOG_LEVELS.map((level) => `'${level}'`).join(', ')

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
  logLevel: z.enum(LOG_LEVELS, LEVELS).default('info'),
  redactHeaders: z.array(z.string(HEADER).refine(isHeaderName, HEADER), 'a list of names of headers').optional(),
}
