import { startStores } from './stores.ts'
import type { StoreRead, WriteAnswer } from './store-child.ts'

export interface TokenOutcome {
  readonly pairs: number
  /** Reads that returned an older version than the one written just before. */
  readonly missed: number
  readonly from: Readonly<Record<StoreRead['source'], number>>
}

const REGISTERS = 40
const AT_A_TIME = 16

/**
 * One process writes, another one then reads the same register, with the write's position or without, twice. Redis publishes
 * nothing and no confirmation falls due, so nothing but the position tells the reader.
 */
export const readWrites = async (pairs: number, withTokens: boolean): Promise<TokenOutcome> => {
  await using stores = await startStores(() => Math.random() * 2, { maxStaleness: '1h', ttl: '1h' })
  await stores.redis.command('ACL', 'SETUSER', 'default', '-publish')
  const [writer, reader] = await Promise.all([stores.start(), stores.start()])
  await Promise.all([writer.call('ready'), reader.call('ready')])
  await reader.call('readAll', { registers: REGISTERS })
  const from = { memory: 0, redis: 0, origin: 0 }
  let started = 0
  let missed = 0
  const play = async (): Promise<void> => {
    while (started++ < pairs) {
      const register = started % REGISTERS
      const { version, position } = await writer.call<WriteAnswer>('write', { register })
      for (let count = 0; count < 2; count++) {
        const read = await reader.call<StoreRead>('read', { register, ...(withTokens && { atLeast: position }) })
        from[read.source] += 1
        if (read.version < version) missed += 1
      }
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, play))
  return { pairs, missed, from }
}
