import { makeCertificates } from '../support/certificates.ts'
import type { Ending } from '../support/watchdog.ts'
import { startChild } from '../support/process.ts'
import { type Peer, startPeers } from './peers.ts'
import { type Case, casesOf, nameOf, playCase } from './play.ts'

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
 * Plays cases against one consumer process, those of each peer one after the other, until `rounds` ends or the time is over.
 * Rejects with the case's name where a read is not answered, the consumer does not recover, or its process ends.
 */
export const playAll = async (rounds: (peers: readonly Peer[]) => Iterable<readonly (readonly Case[])[]>): Promise<HostileReport> => {
  await using resources = new AsyncDisposableStack()
  const peers = await startPeers(resources.use(await makeCertificates()), resources)
  const child = resources.use(await startChild(new URL('./consumer-child.ts', import.meta.url), { build: 'none' }))
  let [played, struck] = [0, 0]
  const playInTurn = async (cases: readonly Case[]): Promise<void> => {
    for (const one of cases) {
      await playCase(child, one).catch((cause: unknown) => Promise.reject(new Error(nameOf(one), { cause })))
      played++
      if (one.peer.proxy.strikes > 0) struck++
    }
  }
  for (const round of rounds(peers)) await Promise.all(round.map(playInTurn))
  const longestTurnMs = await child.call<number>('longestTurnMs')
  await child.call('leave')
  return { played, struck, longestTurnMs, ending: await child.exited, output: child.output }
}

/** One round, in which each misbehaviour has this share of a chance to be played. */
export const oneRound = (seed: number, share: number) => (peers: readonly Peer[]) => [casesOf(peers, seed, share)]

/** Rounds of every misbehaviour, at another stage each time, until the time is over. */
export const roundsFor = (seconds: number, seed: number) => function* rounds(peers: readonly Peer[]) {
  const endsAt = performance.now() + seconds * 1_000
  for (let round = 0; round === 0 || performance.now() < endsAt; round++) yield casesOf(peers, seed + round)
}
