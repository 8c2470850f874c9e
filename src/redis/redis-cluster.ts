import type { Redis } from 'ioredis'
import { type Clock, type Instant, later, NEVER, type Timer } from '../foundation/clock.ts'
import type { ClusterMap } from './cluster-map.ts'
import type { Question, Reply } from './command-batch.ts'
import { RedisUnavailable } from './deadline.ts'
import type { KeyedRedis } from './keyed-redis.ts'
import { RedisLink } from './redis-link.ts'
import { type SlotTable, keySlot, nameOf, type NodeAddress, parseAddress } from './slot-table.ts'

export interface RedisClusterOptions {
  readonly map: ClusterMap
  readonly clock: Clock
  /** Of the cache, for events. */
  readonly namespace: string
  /** Milliseconds within which a question must be answered, redirections included. */
  readonly deadlineMs: number
  readonly createClient: (node: NodeAddress) => Redis
  readonly report: (kind: 'node-down' | 'node-up', cause?: unknown) => void
}

interface Node {
  readonly address: NodeAddress
  readonly link: RedisLink
}

/** How often the cluster is asked for its slots while a master cannot be reached. */
const LOOK_MS = 1_000
/** The least time between two looks. */
const PAUSE_MS = 100

/** The masters of a cluster, each behind a link of its own: one that fails costs its own keys and no others. */
export class RedisCluster implements KeyedRedis {
  readonly #options: RedisClusterOptions
  readonly #nodes = new Map<string, Node>()
  #looking: Timer | undefined
  #nextLookAt: Instant = NEVER
  #closed = false

  constructor(options: RedisClusterOptions) {
    this.#options = options
    options.map.onChange((table) => this.#adopt(table))
  }

  open(): void {
    this.#looking = this.#options.clock.timer(
      LOOK_MS,
      () => {
        if (this.#nodes.size === 0 || [...this.#nodes.values()].some(({ link }) => !link.isUp)) this.#look()
      },
      { repeats: true, holdsProcess: false },
    )
    this.#look()
  }

  reaches(key: string): boolean {
    return this.#nodeOf(key) !== undefined
  }

  async ask(key: string, questions: readonly Question[]): Promise<readonly Reply[]> {
    const node = this.#nodeOf(key)
    if (node === undefined) throw new RedisUnavailable('no master of this key is connected')
    const askedAt = this.#options.clock.now()
    const replies = await node.link.ask(questions)
    const redirection = findRedirection(replies, node.address)
    return redirection === undefined ? replies : this.#follow(redirection, questions, askedAt)
  }

  close(): void {
    this.#closed = true
    this.#looking?.stop()
    for (const { link } of this.#nodes.values()) link.close()
    this.#nodes.clear()
  }

  #nodeOf(key: string): Node | undefined {
    const owner = this.#options.map.ownerOf(keySlot(key))
    return owner && this.#connected(owner)
  }

  #connected(address: NodeAddress): Node | undefined {
    const node = this.#nodes.get(nameOf(address))
    return node?.link.isUp === true ? node : undefined
  }

  /** Once: where two nodes disagree there is nothing to be had before they agree. */
  async #follow({ kind, to, text }: Redirection, questions: readonly Question[], askedAt: Instant): Promise<readonly Reply[]> {
    if (kind !== 'ask') this.#look(to)
    const node = to && this.#connected(to)
    if (node === undefined) throw new RedisUnavailable(text)
    const leftMs = Math.max(1, Math.ceil(askedAt + this.#options.deadlineMs - this.#options.clock.now()))
    const replies =
      kind === 'ask' ? withoutAsking(await node.link.ask(asSent(questions), leftMs)) : await node.link.ask(questions, leftMs)
    const again = findRedirection(replies, node.address)
    if (again !== undefined) throw new RedisUnavailable(again.text)
    return replies
  }

  /** Not for every answer that says so: while slots move, or a master starts, there are many. */
  #look(first?: NodeAddress): void {
    const now = this.#options.clock.now()
    if (now < this.#nextLookAt) return
    this.#nextLookAt = later(now, PAUSE_MS)
    this.#options.map.prefer(first)
    this.#options.map.refresh().catch(() => {})
  }

  #adopt(table: SlotTable): void {
    if (this.#closed) return
    const wanted = new Map(table.masters.map((master) => [nameOf(master), master]))
    for (const [name, { link }] of this.#nodes) {
      if (wanted.has(name)) continue
      this.#nodes.delete(name)
      link.close()
    }
    for (const [name, address] of wanted) if (!this.#nodes.has(name)) this.#connect(name, address)
  }

  #connect(name: string, address: NodeAddress): void {
    const { createClient, clock, namespace, deadlineMs, report } = this.#options
    const link = new RedisLink({ client: createClient(address), clock, namespace, deadlineMs, holdsProcess: true })
    this.#nodes.set(name, { address, link })
    let wasUp = true
    link.open({
      up: () => {
        if (!wasUp) report('node-up')
        wasUp = true
      },
      down: (cause) => {
        if (wasUp) report('node-down', new RedisUnavailable(`${name} cannot be reached`, undefined, cause))
        wasUp = false
        if (!this.#closed) this.#look()
      },
    })
  }
}

/** What a node of a cluster answers that is not the right one for a key. */
interface Redirection {
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
const asSent = (questions: readonly Question[]): readonly Question[] =>
  questions.flatMap((question): Question[] => [['asking'], question])

/** The replies without those to the words that `asSent` put between. */
const withoutAsking = (replies: readonly Reply[]): readonly Reply[] => replies.filter((_, index) => index % 2 === 1)

/**
 * Whether a reply says that the log is somewhere else. `TRYAGAIN` does not: it comes from the right node, while a slot moves.
 */
export const isElsewhere = (reply: Error): boolean => /^(MOVED|ASK|CLUSTERDOWN)\b/.test(reply.message)
