import { isTimeoutError } from '../error/timeout-error.ts'
import type { Sdk } from '../index.ts'
import type { Surroundings } from './surroundings.ts'

const LIMIT_MS = 5_000

/**
 * Waits until the shared cache can be asked, for longer than a read would: to calculate a price anew takes minutes. Without the cache
 * prices are calculated all the same, and nobody shares them.
 */
export const reachCache = async (sdk: Sdk, { signal, tell }: Pick<Surroundings, 'signal' | 'tell'>): Promise<void> => {
  try {
    await sdk.ready({ timeout: LIMIT_MS, signal })
  } catch (error) {
    if (!isTimeoutError(error)) throw error
    tell(`MES_CACHE_REDIS: not reached within ${LIMIT_MS / 1_000} s, so that prices are not shared; MES_CRM_DEBUG=1 says why`)
  }
}
