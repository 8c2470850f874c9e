import type { Question, Reply } from './command-batch.ts'
import { type NodeAddress, parseAddress } from './node-address.ts'

/** What a node of a cluster answers that is not the right one for a key. */
export interface Redirection {
  /** `moved`: the slot has another owner. `ask`: this key is at another node already. `unsettled`: nobody can say at the moment. */
  readonly kind: 'moved' | 'ask' | 'unsettled'
  /** The node to ask. */
  readonly to: NodeAddress | undefined
  /** The reply itself. */
  readonly text: string
}

const REDIRECTION = /^(MOVED|ASK|TRYAGAIN|CLUSTERDOWN)\b(?: \d+ (\S+))?/

/** The first redirection among the replies of a node. */
export const findRedirection = (replies: readonly Reply[], teller: NodeAddress): Redirection | undefined => {
  for (const reply of replies) {
    if (!(reply instanceof Error)) continue
    const [, word, address] = REDIRECTION.exec(reply.message) ?? []
    if (word === undefined) continue
    const to = address === undefined ? undefined : parseAddress(address, teller)
    return { kind: word === 'MOVED' ? 'moved' : word === 'ASK' ? 'ask' : 'unsettled', to, text: reply.message }
  }
  return undefined
}

/** A node that imports a slot answers only to those who were sent to it. */
export const asSent = (questions: readonly Question[]): readonly Question[] =>
  questions.flatMap((question): Question[] => [['asking'], question])

/** The replies without those to the words that `asSent` put between. */
export const withoutAsking = (replies: readonly Reply[]): readonly Reply[] => replies.filter((_, index) => index % 2 === 1)

/**
 * Whether a reply says that the log is somewhere else. `TRYAGAIN` does not: it comes from the right node, while a slot moves.
 */
export const isElsewhere = (reply: Error): boolean => /^(MOVED|ASK|CLUSTERDOWN)\b/.test(reply.message)
