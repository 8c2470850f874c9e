import { Noise } from './noise.ts'

const SILENCE = new Noise(0)

/** What the network between one machine and Redis does, until it is told otherwise. */
export class Network {
  /** Whether a connection can be made. */
  reachable = true
  /** Packets vanish while it lasts, and nobody is told. */
  halfOpen = false
  /** Probability that a message of the subscription is lost, comes twice, or comes when it likes. */
  loses = 0
  repeats = 0
  reorders = 0
  /** Milliseconds that messages of the subscription take longer. */
  lag = 0
  /** Messages that arrive as garbage. */
  garbles = 0
  /** Answers to appends that will be lost after the append was carried out. */
  answersToLose = 0
  /** Milliseconds until an entry that is written appears in the shared tier. */
  fillDelay = 0
  /** When a question was not answered in time last, or a connection broke or was made. */
  troubledAt = Number.NEGATIVE_INFINITY
  /** Connections that are broken now. */
  readonly broken = new Set<object>()
  noise: Noise

  constructor(noise: Noise) {
    this.noise = noise
  }

  heal(): void {
    this.reachable = true
    this.halfOpen = false
    this.noise = SILENCE
    this.loses = this.repeats = this.reorders = this.lag = this.garbles = this.answersToLose = this.fillDelay = 0
  }
}
