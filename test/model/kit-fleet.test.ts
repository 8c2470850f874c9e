import { describe, expect, test } from 'vitest'
import { channels } from '../../src/foundation/channels.ts'
import { createSmallKit, type SmallKit } from '../unit/testing/support/small-apis.ts'
import { type Commit, type Entity, Ledger } from './ledger.ts'
import { violationsOf } from './oracle.ts'
import { Host, Machine } from './sim/host.ts'
import { Noise } from './sim/noise.ts'
import type { Subject } from './subject.ts'

const SIZE = 3
const STEPS = 400
const BOUNDS = [0, 200, 1_000] as const
const FIRST_VERSION = 7

/** An order of the kit is the entity `x` of the oracle; its version counts the commits. */
const subject: Subject = {
  name: 'x',
  entities: ['x'],
  way: 'origin',
  parts: [],
  tags: ['x'],
  learnsTags: false,
  ttlMs: Number.POSITIVE_INFINITY,
}
const entities: readonly Entity[] = ['x']

/** A fleet of SDKs over one kit, with everything that the oracle has to know of it. */
class FleetPlay {
  readonly kit: SmallKit
  readonly violations: string[] = []
  readonly counts = { reads: 0, 'from a cache': 0, 'from redis': 0, stale: 0, lost: 0, down: 0, emptied: 0 }
  readonly #noise: Noise
  readonly #ledger = new Ledger()
  readonly #sdks: ReturnType<SmallKit['fleet']>
  readonly #hosts = Array.from({ length: SIZE }, (_, index) => new Host(`sdk ${index}`, new Machine()))
  readonly #mes = new Host('MES', new Machine())
  #isDown = false

  constructor(seed: number) {
    this.#noise = new Noise(seed)
    this.kit = createSmallKit({ orders: [{ id: 'ord_1', version: FIRST_VERSION }] })
    this.#sdks = this.kit.fleet(SIZE)
  }

  async play(): Promise<void> {
    // Heard, so that they are no warnings of the process.
    using heard = listening()
    void heard
    await Promise.all(this.#sdks.map((sdk) => sdk.ready()))
    for (let step = 0; step < STEPS; step++) await this.#step()
    this.#up()
    await this.kit.close()
  }

  async #step(): Promise<void> {
    const draw = this.#noise.next()
    if (draw < 0.5) return this.#read(this.#pick(SIZE))
    if (draw < 0.62) return this.#changeByMes()
    if (draw < 0.7) return this.#changeBy(this.#pick(SIZE))
    if (draw < 0.76) return this.#lose()
    if (draw < 0.79) return this.#down()
    if (draw < 0.84) return this.#up()
    if (draw < 0.85) return this.#empty()
    await this.kit.clock.advance(this.#pick(1_500))
  }

  async #read(who: number): Promise<void> {
    const [reader, sdk] = [this.#hosts[who], this.#sdks[who]]
    if (reader === undefined || sdk === undefined) return
    const maxStaleness = BOUNDS[this.#pick(BOUNDS.length)] ?? 0
    const invoked = { reader, invokedAt: this.#now, call: this.#ledger.call() }
    const { value, cache } = await sdk.mes.orders.status('ord_1', { maxStaleness }).withMeta()
    const answer = {
      ...invoked,
      subject,
      maxStaleness,
      atLeast: [],
      value: { x: value.version - FIRST_VERSION, born: invoked.invokedAt },
      source: cache.source,
      position: undefined,
    }
    this.counts.reads++
    if (cache.source !== 'origin') this.counts['from a cache']++
    if (cache.source === 'redis') this.counts['from redis']++
    if (answer.value.x < this.#ledger.versions.x) this.counts.stale++
    for (const { rule } of violationsOf(answer, this.#ledger, 0))
      this.violations.push(
        `${rule}: ${reader.name} read version ${answer.value.x} from ${cache.source} at ${invoked.invokedAt} with ${maxStaleness}`,
      )
  }

  #changeByMes(): void {
    this.kit.mes.change('ord_1', {})
    this.#noteAppended(this.#commit(this.#mes))
  }

  async #changeBy(who: number): Promise<void> {
    const [writer, sdk] = [this.#hosts[who], this.#sdks[who]]
    if (writer === undefined || sdk === undefined) return
    this.kit.mes.changeSilently('ord_1', {})
    const commit = this.#commit(writer)
    const told = sdk.invalidate(['order:ord_1'])
    commit.called = this.#ledger.call()
    const { status } = await told
    if (status !== 'applied') return
    this.#noteAppended(commit)
    commit.acknowledgedAt = this.#now
  }

  #commit(by: Host): Commit {
    return this.#ledger.commit(this.#ledger.reserve(), by, entities, this.#now, false)
  }

  /** An invalidation of MES waits while Redis is down. */
  #noteAppended(commit: Commit): void {
    if (!this.#isDown) commit.appendedAt ??= this.#now
  }

  #lose(): void {
    this.kit.redis.dropMessages(1 + this.#pick(4))
    this.counts.lost++
  }

  #down(): void {
    this.kit.redis.down()
    this.#isDown = true
    this.counts.down++
  }

  #up(): void {
    this.kit.redis.up()
    this.#isDown = false
    for (const commit of this.#ledger.commits) if (commit.by === this.#mes) commit.appendedAt ??= this.#now
  }

  #empty(): void {
    this.kit.redis.loseEverything()
    this.counts.emptied++
  }

  #pick(count: number): number {
    return Math.floor(this.#noise.next() * count)
  }

  get #now(): number {
    return this.kit.clock.now().getTime()
  }
}

const listening = (): Disposable => {
  const stop = channels.incident.subscribe(() => {})
  return { [Symbol.dispose]: stop }
}

describe('a fleet of a test kit, whose messages are lost, and whose Redis is down, empty, or both', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, Math.ceil(Math.random() * 2 ** 31)])(
    'keeps the promise of the package: seed %i',
    async (seed) => {
      const play = new FleetPlay(seed)
      await play.play()
      expect(play.violations).toEqual([])
      expect(play.counts['from a cache']).toBeGreaterThan(play.counts.reads / 10)
      expect(Object.entries(play.counts).filter(([name, count]) => count === 0 && name !== 'emptied')).toEqual([])
    },
  )
})
