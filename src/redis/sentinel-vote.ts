import { isIP } from 'node:net'
import type { Redis } from 'ioredis'
import type { Clock } from '../foundation/clock.ts'
import type { Reply } from './command-batch.ts'
import { RedisUnavailable } from './deadline.ts'
import { firstAnswer, shuffled, withoutAnswer } from './first-answer.ts'
import { askSentinel, SENTINEL_PORT } from './redis-connection.ts'
import type { RedisServerOptions } from './redis-source.ts'
import { isPort, type NodeAddress, nameOf, reachedAt } from './slot-table.ts'

/**
 * The master that the first sentinel names that knows of one.
 *
 * @throws {RedisUnavailable} where none does
 */
export const locateMaster = async (clock: Clock, options: RedisServerOptions): Promise<NodeAddress> => {
  const sentinels = (options.sentinels ?? []).map(({ host = 'localhost', port = SENTINEL_PORT }) => ({ host, port }))
  try {
    return await firstAnswer(clock, shuffled(sentinels), async (sentinel) => {
      const master = masterOf(await askSentinel(clock, options, sentinel), options)
      if (master === undefined)
        throw new RedisUnavailable(`the sentinel ${nameOf(sentinel)} knows of no master "${options.name ?? ''}"`)
      return master
    })
  } catch (cause) {
    throw withoutAnswer('no sentinel named the master', cause)
  }
}

/** A connection to a server that the sentinels of these options have named. */
interface Connected extends Pick<Redis, 'stream'> {
  readonly options: RedisServerOptions
}

/**
 * Makes sure that the sentinels, by a majority of those that answer, still call the server of this connection the master. They were
 * asked before it was made, and a server that stood still in between may have been replaced without knowing it.
 *
 * @throws {RedisUnavailable} where they do not
 */
export const assertStillMaster = async (clock: Clock, { options, stream }: Connected): Promise<void> => {
  const sentinels = options.sentinels ?? []
  const votes = await Promise.allSettled(sentinels.map((sentinel) => askSentinel(clock, options, sentinel)))
  const answers = votes.flatMap((vote) => (vote.status === 'fulfilled' ? [vote.value] : []))
  const { remoteAddress, remotePort } = stream as { readonly remoteAddress?: string; readonly remotePort?: number }
  const agreeing = answers.filter((answer) => names(answer, options, { address: remoteAddress, port: remotePort }))
  if (agreeing.length * 2 > answers.length) return
  throw new RedisUnavailable(`${agreeing.length} of ${answers.length} sentinels call this server the master`, 'ROLE')
}

/** Where a sentinel's answer says that the master is, as it is reached from here. */
const masterOf = (answer: Reply, { natMap }: RedisServerOptions): NodeAddress | undefined => {
  if (answer instanceof Error) throw answer
  const [host, text]: readonly unknown[] = Array.isArray(answer) ? answer : []
  const port = Number(text)
  // The client says `null` where there is no map, whatever its types say.
  return typeof host === 'string' && isPort(port) ? reachedAt({ host, port }, natMap ?? undefined) : undefined
}

/** A name of a host may stand for several addresses; then the port has to do. */
const names = (
  answer: Reply,
  options: RedisServerOptions,
  connected: { readonly address: string | undefined; readonly port: number | undefined },
): boolean => {
  const place = masterOf(answer, options)
  if (place === undefined || place.port !== connected.port) return false
  return isIP(place.host) === 0 || place.host === connected.address?.replace(/^::ffff:/, '')
}
