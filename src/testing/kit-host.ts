import type { OpenBackend } from '../cache/backend.ts'
import type { SdkHost } from '../client/client-parts.ts'
import { Calls } from './calls.ts'
import { RunningClock } from './kit-clock.ts'
import { type Addresses, type Answering, KitNetwork } from './network.ts'
import { memoryBackend } from './redis/memory-connection.ts'
import { MemoryServer } from './redis/memory-server.ts'
import { Script } from './script.ts'

/** What a client of a kit takes from the kit; the rest is that of the process. */
export type ClientHost = Pick<SdkHost, 'clock' | 'fetch' | 'openBackend'>

/** What takes the place of the process for the clients of one kit: time, network, and Redis. */
export class KitHost {
  readonly time: RunningClock
  readonly calls = new Calls()
  readonly scripts = { mes: new Script('mes'), crm: new Script('crm') }
  /** For clients whose options name a Redis. */
  readonly redis: MemoryServer
  /** The embedded default: clients of one namespace share a log in the process, and no Redis. */
  readonly #embedded: MemoryServer
  /** Tags that an API appended last, by each of them. */
  readonly #appended = new Map<string, readonly string[]>()

  /** @param startsAt the kit's wall clock at the beginning, in milliseconds since 1970 */
  constructor(startsAt: number | undefined) {
    this.time = new RunningClock(startsAt)
    // Ids of the log are whole milliseconds.
    const now = (): number => Math.floor(this.time.clock.now())
    this.redis = new MemoryServer(now)
    this.#embedded = new MemoryServer(now)
  }

  /** As the server of an API does after its commit. */
  invalidate(tags: readonly string[]): void {
    for (const tag of tags) this.#appended.set(tag, tags)
    this.redis.append(tags)
    this.#embedded.append(tags)
  }

  /** The tags that were appended together with this one last. */
  appendedWith(tag: string): readonly string[] {
    return this.#appended.get(tag) ?? [tag]
  }

  networkOver(fakes: Answering): KitNetwork {
    return new KitNetwork({ clock: this.time.clock, fakes, scripts: this.scripts, calls: this.calls })
  }

  /** What one client takes in place of the process. */
  forClient(network: KitNetwork, addresses: Addresses): ClientHost {
    const openBackend: OpenBackend = (options, _clock, incidents) =>
      memoryBackend(options.redis === undefined ? this.#embedded : this.redis, options, incidents)
    return { clock: this.time.clock, fetch: network.fetchFor(addresses), openBackend }
  }
}
