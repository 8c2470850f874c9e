import { types } from 'node:util'
import { callAndForget } from '../foundation/callback.ts'
import { isSdkError, SdkError } from './sdk-error.ts'

/** An option is missing or wrong. Names the option, what was given and what is allowed. */
export class ConfigurationError extends SdkError {
  readonly kind = 'configuration'
}

export const isConfigurationError = (error: unknown): error is ConfigurationError =>
  isSdkError(error) && error.kind === 'configuration'

/** What was given, short and without the contents of objects and the user of URLs, which may hold credentials. */
export const describeGiven = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(shorten(value.replace(/\/\/.*@/s, '//…@')))
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'object') return `a ${typeof value}`
  return Array.isArray(value) ? 'an array' : `an object${classOf(value)}`
}

/** In brackets, where it is more than an object. */
const classOf = (value: object): string => {
  const { constructor } = (Object.getPrototypeOf(value) ?? {}) as { readonly constructor?: unknown }
  const name = typeof constructor === 'function' ? constructor.name : ''
  return name === '' || name === 'Object' ? '' : ` (${shorten(name)})`
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

/** The promise of an asynchronous function, given where none is taken, may reject later: nobody else hears that. */
export const refuseOption = (option: string, given: unknown, allowed: string): ConfigurationError => {
  if (types.isPromise(given)) callAndForget(() => given)
  return new ConfigurationError(`${option}: expected ${allowed}, got ${describeGiven(given)}`)
}
