import { ConfigurationError } from '../error/configuration-error.ts'
import { isSecret } from '../transport/authorizer.ts'
import { urlOption } from './auth-options.ts'
import type { ApiOptions, SdkOptions } from './sdk-options.ts'

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Options of `createSdk` from the environment: `MES_URL` with `MES_API_KEY`, `CRM_URL` with `CRM_TOKEN`, and `REDIS_URL` with
 * `MES_CRM_PRINCIPAL` (whom the cached values belong to) and `MES_CRM_NAMESPACE` (default: that of the cache). At least one of the two
 * URLs is required; credentials are optional.
 *
 * @param environment Default `process.env`.
 * @throws {ConfigurationError} naming the variable and what is allowed; never a secret
 *
 * @example
 * const sdk = createSdk({ ...fromEnv(), timeout: '10s' })
 */
export const fromEnv = (environment: Environment = process.env): SdkOptions => {
  const mes = apiOf(environment, 'MES_URL', 'MES_API_KEY', (apiKey) => ({ apiKey }))
  const crm = apiOf(environment, 'CRM_URL', 'CRM_TOKEN', (bearer) => ({ bearer }))
  if (mes === undefined && crm === undefined)
    throw new ConfigurationError('MES_URL, CRM_URL: expected at least one of them, got neither')
  const cache = cacheOf(environment)
  return { ...(mes && { mes }), ...(crm && { crm }), ...(cache && { cache }) }
}

const apiOf = (
  environment: Environment,
  urlName: string,
  secretName: string,
  authOf: (secret: string) => NonNullable<ApiOptions['auth']>,
): ApiOptions | undefined => {
  const url = valueOf(environment, urlName)
  const secret = valueOf(environment, secretName)
  if (url === undefined) {
    if (secret !== undefined) throw new ConfigurationError(`${urlName}: required, since ${secretName} is set`)
    return undefined
  }
  const refusal = urlOption().safeParse(url).error?.issues[0]
  // A URL may carry a password.
  if (refusal !== undefined) throw new ConfigurationError(`${urlName}: expected ${refusal.message}`)
  if (secret === undefined) return { baseUrl: url }
  const { length } = secret
  if (!isSecret(secret))
    throw new ConfigurationError(
      `${secretName}: expected printable ASCII without blanks around it, got a string of ${length} characters`,
    )
  return { baseUrl: url, auth: authOf(secret) }
}

const cacheOf = (environment: Environment): SdkOptions['cache'] => {
  const redis = valueOf(environment, 'REDIS_URL')
  const namespace = valueOf(environment, 'MES_CRM_NAMESPACE')
  const principal = valueOf(environment, 'MES_CRM_PRINCIPAL')
  if (redis !== undefined && principal === undefined) {
    throw new ConfigurationError(
      'MES_CRM_PRINCIPAL: required with REDIS_URL; say who the cached values belong to, for example partner:42',
    )
  }
  if (redis !== undefined && !/^rediss?:\/\/./i.test(redis))
    throw new ConfigurationError('REDIS_URL: expected a URL that begins with redis:// or rediss://')
  const cache = {
    ...(redis !== undefined && { redis }),
    ...(namespace !== undefined && { namespace }),
    ...(principal !== undefined && { principal }),
  }
  return Object.keys(cache).length === 0 ? undefined : cache
}

/** A variable that is set to nothing is a mistake of a deployment. */
const valueOf = (environment: Environment, name: string): string | undefined => {
  const value = environment[name]
  if (value === '') throw new ConfigurationError(`${name}: expected a value, got an empty one`)
  return value
}
