import type { ChildProgram } from '../support/process.ts'
import { uniqueName } from '../support/names.ts'
import type { Consumer, Peer } from './peers.ts'
import type { Misbehaviour } from './misbehaviours.ts'

/** One misbehaviour of a peer, once so many chunks have come from it. */
export interface Case {
  readonly peer: Peer
  readonly how: Misbehaviour
  readonly chunks: number
}

export const nameOf = ({ peer, how, chunks }: Case): string => `${peer.name} says ${how.name}, after ${chunks} chunks`

/** Uses of a consumer until its peer has misbehaved, at most: some never get so far. */
const MAX_USES = 6
/** A bound of liveness: what is waited for comes in milliseconds, or later beside load. */
const PATIENCE_MS = 60_000

/** The same numbers for the same seed (mulberry32, https://github.com/cprosche/mulberry32). */
const numbers = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

/** The misbehaviours of a peer, in an order and at stages that the seed decides. */
function* casesOf(peer: Peer, seed: number): Iterable<Case> {
  const next = numbers(seed)
  const shuffled = peer.misbehaviours.map((how) => ({ how, rank: next() })).toSorted((one, other) => one.rank - other.rank)
  for (const { how } of shuffled) yield { peer, how, chunks: Math.floor(next() * (peer.chunks + 1)) }
}

/** All of them, again and again at other stages, until the time is over; `least` of them on a machine that is slow, too. */
export function* casesUntil(peer: Peer, seed: number, seconds: number, least = 1): Iterable<Case> {
  const endsAt = performance.now() + seconds * 1_000
  let played = 0
  for (let round = 0; ; round++) {
    for (const one of casesOf(peer, seed + round)) {
      if (performance.now() > endsAt && played >= least) return
      yield one
      played++
    }
  }
}

/** Lets a consumer of the child use a peer that misbehaves, and then one that behaves. Rejects where a read is not answered, or never recovers. */
export const playCase = async (
  child: ChildProgram,
  { peer: { proxy, consumer, canRecover }, how, chunks }: Case,
): Promise<void> => {
  const id = uniqueName('case')
  proxy.misbehave(how, chunks)
  await open(child, id, consumer)
  for (let uses = 0; uses < MAX_USES && (proxy.strikes === 0 || uses < 2); uses++) await use(child, id, consumer)
  proxy.behave()
  const giveUpAt = performance.now() + PATIENCE_MS
  while (canRecover && !isServed(await use(child, id, consumer))) {
    if (performance.now() > giveUpAt) throw new Error('the consumer did not recover')
  }
  await child.call(consumer.kind === 'cache' ? 'close' : 'closeSdk', { id })
}

const open = (child: ChildProgram, id: string, consumer: Consumer): Promise<void> =>
  consumer.kind === 'cache'
    ? child.call('open', { ...consumer, id, namespace: 'hostile' })
    : child.call('openSdk', { ...consumer, id })

const use = (child: ChildProgram, id: string, consumer: Consumer): Promise<string> =>
  consumer.kind === 'cache' ? child.call('use', { id }) : child.call('call', { id, calculates: consumer.calculates })

const isServed = (outcome: string): boolean => outcome === 'applied' || outcome === 'answered'
