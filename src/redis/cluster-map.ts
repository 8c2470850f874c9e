import type { Clock } from '../foundation/clock.ts'
import type { Reply } from './command-batch.ts'
import { RedisUnavailable } from './deadline.ts'
import { firstAnswer, shuffled, withoutAnswer } from './first-answer.ts'
import { parseSlots, type SlotTable, nameOf, type NatMap, type NodeAddress } from './slot-table.ts'

export interface ClusterMapOptions {
  readonly clock: Clock
  /** The nodes to begin with; at least one. */
  readonly seeds: readonly NodeAddress[]
  readonly natMap?: NatMap | undefined
  /** Asks a node for `CLUSTER SLOTS`, on a connection of its own. Rejects within a deadline of its own. */
  readonly ask: (node: NodeAddress) => Promise<Reply>
}

/** Which master of a Redis Cluster owns which slot, as far as this process knows. */
export class ClusterMap {
  readonly #options: ClusterMapOptions
  #table: SlotTable | undefined
  #refreshing: Promise<SlotTable> | undefined
  /** Named by a node as the new owner of a slot: it knows of that for certain. */
  #first: NodeAddress | undefined
  readonly #listeners: ((table: SlotTable) => void)[] = []

  constructor(options: ClusterMapOptions) {
    this.#options = options
  }

  /** `undefined` before the first answer, and for a slot that nobody owns. */
  ownerOf(slot: number): NodeAddress | undefined {
    return this.#table?.ownerOf(slot)
  }

  onChange(listener: (table: SlotTable) => void): void {
    this.#listeners.push(listener)
  }

  /** Asks this node first next time. */
  prefer(node: NodeAddress | undefined): void {
    this.#first = node ?? this.#first
  }

  /** Asks the cluster anew; who comes while it is being asked gets the same answer. Rejects where no node answers. */
  refresh(): Promise<SlotTable> {
    this.#refreshing ??= this.#askAll().finally(() => void (this.#refreshing = undefined))
    return this.#refreshing
  }

  /** The owner of a slot, as the cluster says it now. */
  async locate(slot: number): Promise<NodeAddress> {
    const owner = (await this.refresh()).ownerOf(slot)
    if (owner === undefined) throw new RedisUnavailable(`no master of the cluster owns slot ${slot}`)
    return owner
  }

  async #askAll(): Promise<SlotTable> {
    try {
      const table = await firstAnswer(this.#options.clock, this.#candidates(), (node) => this.#ask(node))
      this.#table = table
      for (const listener of this.#listeners) listener(table)
      return table
    } catch (cause) {
      throw withoutAnswer('no node of the cluster answered', cause)
    } finally {
      this.#first = undefined
    }
  }

  async #ask(node: NodeAddress): Promise<SlotTable> {
    const table = parseSlots(await this.#options.ask(node), node, this.#options.natMap)
    if (table === undefined) throw new RedisUnavailable(`${nameOf(node)} knows of no slots`)
    return table
  }

  #candidates(): readonly NodeAddress[] {
    const known = shuffled([...(this.#table?.masters ?? []), ...(this.#table?.replicas ?? []), ...this.#options.seeds])
    const ordered = this.#first === undefined ? known : [this.#first, ...known]
    return [...new Map(ordered.map((node) => [nameOf(node), node])).values()]
  }
}
