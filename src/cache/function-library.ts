import { APPEND } from '../coherence/log/redis-log.ts'
import { functionLibrary } from '../redis/redis-script.ts'
import { PROPOSE, WITHDRAW } from '../tier/redis-claims.ts'
import { RELEASE, RENEW } from '../tier/redis-leases.ts'

/** Every script that this package runs in Redis. */
export const FUNCTIONS = functionLibrary([APPEND, RENEW, RELEASE, PROPOSE, WITHDRAW])

/** The text of `protocol/functions.lua`, for `FUNCTION LOAD` on each master of a Redis 7. */
export const FUNCTION_LIBRARY: string = FUNCTIONS.text
