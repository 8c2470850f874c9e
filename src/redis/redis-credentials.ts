import { type Clock, createClock } from '../foundation/clock.ts'
import { RedisUnavailable, withDeadline } from './deadline.ts'

/** A text, or a function that gives one, at once or later: for passwords that are rotated, and tokens that expire. */
export type RedisSecret = string | (() => string | Promise<string>)

/** Who a connection is for. */
export interface RedisCredentials {
  /**
   * User of the server. A function is asked at every connection, like that of `password`. Default: the user `default` of the server.
   */
  readonly username?: RedisSecret | undefined
  /**
   * Password of the user. A function is asked at every connection, before it is made, and a string is read anew; it may be asked for
   * several connections at a time. It has 1.5 s for an attempt; a later answer is used by the next one. Default: none.
   */
  readonly password?: RedisSecret | undefined
}

/** As ioredis sends them: user and password, or the password of the default user. */
export type Auth = string | [string, string] | undefined

/** Less than a link gives a whole connection. */
const LIMIT_MS = 1_500

/**
 * The way to ask for credentials, each time that a connection is made. `read` gives those of the source as they are now.
 *
 * @throws {RedisUnavailable} where a function of the caller fails, is late, or gives no string; its text has nothing of what they gave
 */
export const askingFor = (read: () => RedisCredentials, clock: Clock = createClock()): (() => Promise<Auth>) => {
  const username = asking('username', clock)
  const password = asking('password', clock)
  return async () => {
    const given = read()
    const [name, secret] = await Promise.all([username(given.username), password(given.password)])
    if (!name) return secret
    return [name, secret ?? '']
  }
}

/** What a late function gives is kept for the next attempt. */
const asking = (name: string, clock: Clock): ((secret: unknown) => Promise<string | undefined>) => {
  let pending: Promise<unknown> | undefined
  return async (secret) => {
    if (typeof secret !== 'function') return typeof secret === 'string' ? secret : undefined
    const asked = (pending ??= Promise.resolve().then(() => secret() as unknown))
    try {
      const given = await withDeadline(clock, asked, LIMIT_MS, `${name} from the function of the option "redis"`)
      pending = undefined
      if (typeof given === 'string') return given
    } catch (cause) {
      if (cause instanceof RedisUnavailable) throw cause
      pending = undefined
      throw new RedisUnavailable(`the function of the option "redis" for the ${name} failed`, undefined, cause)
    }
    throw new RedisUnavailable(`${name}: expected the function of the option "redis" to give a string`)
  }
}
