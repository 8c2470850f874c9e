import { isIP } from 'node:net'
import type { Redis, RedisOptions } from 'ioredis'
import type { Reply } from './command-batch.ts'
import { RedisUnavailable } from './deadline.ts'
import { reachedAt } from './node-address.ts'
import { askSentinel } from './redis-connection.ts'

/**
 * Makes sure that the sentinels, by a majority of those that answer, still call the server of this connection the master. They were
 * asked before it was made, and a server that stood still in between may have been replaced without knowing it.
 *
 * @throws {RedisUnavailable} where they do not
 */
export const assertStillMaster = async ({ options, stream }: Pick<Redis, 'options' | 'stream'>): Promise<void> => {
  const sentinels = options.sentinels ?? []
  const votes = await Promise.allSettled(sentinels.map((sentinel) => askSentinel(options, sentinel)))
  const answers = votes.flatMap((vote) => (vote.status === 'fulfilled' ? [vote.value] : []))
  const { remoteAddress, remotePort } = stream as { readonly remoteAddress?: string; readonly remotePort?: number }
  const agreeing = answers.filter((answer) => names(answer, options, { address: remoteAddress, port: remotePort }))
  if (agreeing.length * 2 > answers.length) return
  throw new RedisUnavailable(`${agreeing.length} of ${answers.length} sentinels call this server the master`, 'ROLE')
}

/** A name of a host may stand for several addresses; then the port has to do. */
const names = (answer: Reply, { natMap }: RedisOptions, connected: { readonly address: string | undefined; readonly port: number | undefined }): boolean => {
  if (!Array.isArray(answer)) return false
  const [host, port]: readonly unknown[] = answer
  // The client says `null` where there is no map, whatever its types say.
  const place = reachedAt({ host: String(host), port: Number(port) }, natMap ?? undefined)
  if (place.port !== connected.port) return false
  return isIP(place.host) === 0 || place.host === connected.address?.replace(/^::ffff:/, '')
}
