import { findRedisServer } from '../../scripts/ensure-redis.ts'

/** Provides Redis before the first test, so that no test's time limit pays for a download. */
export const setup = async (): Promise<void> => {
  await findRedisServer()
}
