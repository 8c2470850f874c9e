import { createHash } from 'node:crypto'
import { refuseOption } from '../../error/configuration-error.ts'

/** Numbers from the start of one seed to that of the next one. */
const NUMBERS_PER_SEED = 1_000
/** Seeds with starts of their own, so that ids keep six digits. */
const STARTS = 1_000
const MAX_SEED = 4_294_967_295

/** Numbers of built values: they count up for each kind, from a start that the seed says. */
export class Serials {
  readonly #seed: number
  readonly #last = new Map<string, number>()
  readonly #taken = new Set<string>()

  /** @throws {ConfigurationError} for a seed that is no integer from 0 to 4,294,967,295 */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED)
      throw refuseOption('seed', seed, `an integer from 0 to ${MAX_SEED}`)
    this.#seed = seed
  }

  /** The next number of a kind whose id no override has given. */
  next(kind: string, idOf: (number: number) => string = String): number {
    let number = this.#last.get(kind) ?? ((this.#seed + STARTS - 1) % STARTS) * NUMBERS_PER_SEED
    do number++
    while (this.#taken.has(idOf(number)))
    this.#last.set(kind, number)
    return number
  }

  /** Keeps an id of an override from being given to another value. */
  take(id: string): void {
    this.#taken.add(id)
  }

  /** 64 hexadecimal digits, the same for the same seed and name. */
  digest(name: string): string {
    return createHash('sha256').update(`${this.#seed} ${name}`).digest('hex')
  }
}
