import fc from 'fast-check'
import { heldBytes } from '../../support/heap.ts'

/** A party that knows a format and sends what is almost of that format, to whoever reads it. */
export interface Party {
  readonly name: string
  /** Lets the party send until the time is over. Rejects with the smallest input found that breaks the law. */
  play(seconds: number, seed: number): Promise<PartyReport>
}

export interface PartyReport {
  readonly name: string
  readonly runs: number
  /** The most processor time of this thread that one input took, in units of `calibrate`. */
  readonly longest: number
  /** What this process holds more than before, in bytes. */
  readonly heldBytes: number
}

/** Milliseconds of processor time of this thread so far: other processes and threads do not count in it. */
const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

const UNIT_TEXT = JSON.stringify(
  Array.from({ length: 20_000 }, (_, index) => ({
    id: `ord_${index}`,
    status: 'SHIPPED',
    version: index,
    price: { amountMinor: 1, currency: 'EUR' },
  })),
)

/** What one honest text of about 2 MB takes to be parsed and written again on this machine: the unit in which inputs are measured. */
const calibrate = (): number => {
  const times = Array.from({ length: 5 }, () => {
    const begun = cpuMs()
    JSON.stringify(JSON.parse(UNIT_TEXT))
    return cpuMs() - begun
  })
  return times.toSorted((one, other) => one - other)[2] ?? 1
}

/** The bounds of every input, for the answers of the honest that come with it as well. */
const BOUNDS = { units: 30, heldBytes: 24_000_000 }

/** A party that sends inputs of this kind. `meet` rejects where one breaks the law of its reader. */
export const party = <Input>(name: string, inputs: fc.Arbitrary<Input>, meet: (input: Input) => Promise<void>): Party => ({
  name,
  async play(seconds, seed) {
    const unit = calibrate()
    let [runs, longest] = [0, 0]
    const before = heldBytes()
    const law = fc.asyncProperty(inputs, async (input) => {
      const begun = cpuMs()
      await meet(input)
      const units = (cpuMs() - begun) / unit
      runs++
      longest = Math.max(longest, units)
      if (units > BOUNDS.units)
        throw new Error(`${name}: took ${units.toFixed(0)} units of processor time, more than ${BOUNDS.units}`)
    })
    await fc.assert(law, {
      seed,
      numRuns: Number.MAX_SAFE_INTEGER,
      interruptAfterTimeLimit: seconds * 1_000,
      markInterruptAsFailure: false,
    })
    const held = heldBytes() - before
    if (held > BOUNDS.heldBytes) throw new Error(`${name}: the process holds ${held} bytes more after ${runs} inputs`)
    return { name, runs, longest, heldBytes: held }
  },
})
