import type { CacheOptions, Environment, SdkOptions } from '../index.ts'
import { isSecret } from '../transport/authorizer.ts'
import { urlOption } from '../client/auth-options.ts'
import { refuseArgument, UsageError } from './usage-error.ts'

type ApiOptions = NonNullable<SdkOptions['mes']>

const CREDENTIALS = ['MES_API_KEY', 'MES_TOKEN'] as const
const CACHE = ['MES_CACHE_REDIS', 'MES_CACHE_NAMESPACE', 'MES_CACHE_PRINCIPAL'] as const

/**
 * Where the MES is, who asks, and which cache is shared. Credentials come from here alone: arguments can be read by others.
 *
 * @throws {UsageError} naming the variable that is missing or says nothing; never what a secret is
 */
export const readEnvironment = (environment: Environment, baseUrl: string | undefined): Pick<SdkOptions, 'mes' | 'cache'> => {
  const cache = cacheOf(environment)
  return {
    mes: { baseUrl: baseUrlOf(environment, baseUrl), auth: authOf(environment) },
    ...(cache !== undefined && { cache }),
  }
}

const baseUrlOf = (environment: Environment, argument: string | undefined): string => {
  const [name, value] = argument === undefined ? ['MES_BASE_URL', environment['MES_BASE_URL']] : ['--base-url', argument]
  if (value === undefined)
    throw new UsageError(
      'MES_BASE_URL: required, unless --base-url is given; where the MES API is, such as https://mes.example/v1',
    )
  const refusal = urlOption().safeParse(present(name, value)).error?.issues[0]
  if (refusal !== undefined) throw refuseArgument(name, value, refusal.message)
  return value
}

const authOf = (environment: Environment): NonNullable<ApiOptions['auth']> => {
  const [first, second] = CREDENTIALS.filter((name) => environment[name] !== undefined)
  if (first === undefined) throw new UsageError('MES_API_KEY: required, unless MES_TOKEN is set')
  if (second !== undefined) throw new UsageError(`${second}: expected ${first} or ${second}, got both`)
  const secret = present(first, environment[first])
  const { length } = secret
  if (!isSecret(secret))
    throw new UsageError(`${first}: expected printable ASCII without blanks around it, got a text of ${length} characters`)
  return first === 'MES_API_KEY' ? { apiKey: secret } : { bearer: secret }
}

/** A server must not wait for its Redis; whoever waits minutes for a price may. */
const REDIS_DEADLINE = '1s'

/** All three, or none: half a shared cache would be none, in silence. */
const cacheOf = (environment: Environment): CacheOptions | undefined => {
  const set = CACHE.find((name) => environment[name] !== undefined)
  if (set === undefined) return undefined
  const valueOf = (name: (typeof CACHE)[number]): string => {
    if (environment[name] === undefined) throw new UsageError(`${name}: required, since ${set} is set`)
    return present(name, environment[name])
  }
  return {
    redis: valueOf('MES_CACHE_REDIS'),
    namespace: valueOf('MES_CACHE_NAMESPACE'),
    principal: valueOf('MES_CACHE_PRINCIPAL'),
    redisDeadline: REDIS_DEADLINE,
  }
}

const present = (name: string, value: string | undefined): string => {
  if (value !== undefined && value !== '') return value
  throw new UsageError(`${name}: expected a value, got an empty one`)
}
