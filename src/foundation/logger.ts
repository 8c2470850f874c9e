import { callAndForget } from './callback.ts'

/** Where a client writes what it does; pino, Fastify's and the console are some. */
export interface Logger {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void
  info(fields: Readonly<Record<string, unknown>>, message: string): void
  warn(fields: Readonly<Record<string, unknown>>, message: string): void
  error(fields: Readonly<Record<string, unknown>>, message: string): void
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** From the most talkative to the least. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[]

/** A logger of what is at least as weighty as a level. */
export interface Log {
  readonly enabled: (level: LogLevel) => boolean
  /** Fields are made only where the line is written; what the logger throws, or rejects with, is ignored. */
  write(level: LogLevel, message: string, fields: () => Readonly<Record<string, unknown>>): void
}

export const createLog = (logger: Logger, from: LogLevel): Log => {
  const enabled = (level: LogLevel): boolean => LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(from)
  return {
    enabled,
    write(level, message, fields) {
      // What cannot be logged cannot be reported either.
      if (enabled(level)) callAndForget(() => logger[level](fields(), message))
    },
  }
}
