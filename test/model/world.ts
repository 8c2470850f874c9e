import { Attendance } from './attendance.ts'
import { Chronicle } from './chronicle.ts'
import { Ledger, type Bookmark } from './ledger.ts'
import { LeaseLaws } from './lease-laws.ts'
import { startProcess, type SimProcess } from './sim-process.ts'
import { Host, Machine } from './sim/host.ts'
import { Network } from './sim/network.ts'
import { Noise } from './sim/noise.ts'
import { SimRedis } from './sim/redis.ts'
import { SimTime } from './sim/time.ts'

/** A machine with its network, on which one process after the other may live. */
export interface Slot {
  readonly name: string
  readonly machine: Machine
  readonly network: Network
  /** Whoever acts on the machine while no process of ours runs on it. */
  readonly shell: Host
  process: SimProcess | undefined
  lives: number
}

/** Names of the machines; on the last one runs the caching server. */
export const NAMES = ['A', 'B', 'C', 'S'] as const
export const SERVER = 3

/** Everything that there is in a simulation. */
export class World {
  readonly time = new SimTime()
  readonly ledger = new Ledger()
  readonly chronicle: Chronicle
  readonly redis: SimRedis
  readonly slots: readonly Slot[]
  readonly noise: Noise
  /** Reads and changes that are under way, with their process. */
  readonly pending = new Map<Promise<unknown>, Host>()
  /** What broke the promise, in words. */
  readonly violations: string[] = []
  readonly attendance = new Attendance()
  readonly laws: LeaseLaws
  /** Positions that processes told each other, the newest last. */
  readonly bookmarks: Bookmark[] = []

  constructor(seed: number, isTold: boolean) {
    this.chronicle = new Chronicle(this.time, this.ledger, isTold)
    this.redis = new SimRedis(this.time, this.chronicle)
    this.noise = new Noise(seed)
    this.laws = new LeaseLaws(this.time, (text) => this.violate(`VIOLATION (lease): at ${this.time.now} ms ${text}`))
    this.slots = NAMES.map((name, index) => {
      const machine = new Machine()
      const network = new Network(new Noise(seed === 0 ? 0 : seed + index + 1))
      return { name, machine, network, shell: new Host(name, machine), process: undefined, lives: 0 }
    })
  }

  violate(text: string): void {
    this.violations.push(text)
    this.chronicle.tell(() => text)
  }

  /** Something that happens on a machine as soon as the machine runs. */
  on(slot: Slot, act: (process: SimProcess) => void): void {
    this.time.at(slot.shell, this.time.now, () => {
      const process = this.processOn(slot)
      this.time.become(process.place.host)
      act(process)
    })
  }

  /** The process on a machine; one that does not run is started, as a restart after a crash would. */
  processOn(slot: Slot): SimProcess {
    return slot.process ?? this.#start(slot)
  }

  /** The process ends at once, with all that it had not done yet. */
  kill(slot: Slot): void {
    const { process } = slot
    if (process === undefined) return
    const { host } = process.place
    host.alive = false
    for (const [call, caller] of this.pending) if (caller === host) this.pending.delete(call)
    process.line.close()
    slot.process = undefined
    this.chronicle.tell(() => `process ${host.name} dies`)
  }

  #start(slot: Slot): SimProcess {
    const host = new Host(slot.lives++ === 0 ? slot.name : `${slot.name}${slot.lives}`, slot.machine)
    const { time, redis, chronicle, laws } = this
    time.become(host)
    if (!slot.network.reachable || !redis.isUp) chronicle.fault('start without Redis')
    const process = startProcess({ host, network: slot.network, redis, time, chronicle, laws }, slot === this.slots[SERVER])
    slot.process = process
    return process
  }
}
