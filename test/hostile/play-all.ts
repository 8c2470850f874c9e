import { makeCertificates } from '../support/certificates.ts'
import type { Ending } from '../support/watchdog.ts'
import { startChild } from '../support/process.ts'
import { type Peer, startPeers } from './peers.ts'
import { type Case, nameOf, playCase } from './play.ts'

export interface HostileReport {
  readonly played: number
  /** Cases in which the peer got so far as to misbehave. */
  readonly struck: number
  /** Of the consumer's process, in milliseconds of processor time. */
  readonly longestTurnMs: number
  readonly ending: Ending
  /** What the consumer's process printed. */
  readonly output: string
}

/**
 * Plays the cases of all peers against one consumer process, those of each peer one after the other. Rejects with the case's name
 * where a read is not answered, the consumer does not recover, or its process ends.
 */
export const playAll = async (cases: (peer: Peer) => Iterable<Case>): Promise<HostileReport> => {
  await using resources = new AsyncDisposableStack()
  const peers = await startPeers(resources.use(await makeCertificates()), resources)
  const child = resources.use(await startChild(new URL('./consumer-child.ts', import.meta.url), { build: 'none' }))
  let [played, struck] = [0, 0]
  await Promise.all(
    peers.map(async (peer) => {
      for (const one of cases(peer)) {
        await playCase(child, one).catch((cause: unknown) => Promise.reject(new Error(nameOf(one), { cause })))
        played++
        if (peer.proxy.strikes > 0) struck++
      }
    }),
  )
  const longestTurnMs = await child.call<number>('longestTurnMs')
  await child.call('leave')
  return { played, struck, longestTurnMs, ending: await child.exited, output: child.output }
}
