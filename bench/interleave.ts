/** One contestant: runs its operation `times` times. */
export interface Contestant {
  readonly name: string
  run(times: number): Promise<void>
  /** Called before each round, outside of its time. Returns what ends it. */
  begin?(): Promise<() => void>
}

export interface Timing {
  readonly name: string
  /** Median time of one operation, in microseconds. */
  readonly microseconds: number
  /** Median of the ratios to the first contestant, round by round. */
  readonly ratio: number
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const microsecondsSince = (start: bigint): number => Number(process.hrtime.bigint() - start) / 1_000

const toTimings = (contestants: readonly Contestant[], rows: readonly (readonly number[])[]): readonly Timing[] => {
  const [first = []] = rows
  return contestants.map(({ name }, index) => {
    const row = rows[index] ?? []
    return { name, microseconds: median(row), ratio: median(row.map((time, round) => time / (first[round] ?? Number.NaN))) }
  })
}

/**
 * Times contestants in turn, round by round, so that the machine's mood is the same for all. Absolute times are of this machine and
 * moment; the ratios to the first contestant are what can be compared.
 */
export const interleave = async (
  contestants: readonly Contestant[],
  times: number,
  rounds: number,
): Promise<readonly Timing[]> => {
  const rows: number[][] = contestants.map(() => [])
  for (const contestant of contestants) await contestant.run(times)
  for (let round = 0; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const end = await contestant.begin?.()
      const start = process.hrtime.bigint()
      await contestant.run(times)
      rows[index]?.push(microsecondsSince(start) / times)
      end?.()
    }
  }
  return toTimings(contestants, rows)
}

/** Times single operations in turn: the median of a round is its p50. The ratio is the median of those of the rounds. */
export const alternate = async (
  contestants: readonly Contestant[],
  times: number,
  rounds: number,
): Promise<readonly Timing[]> => {
  const rows: number[][] = contestants.map(() => [])
  for (const contestant of contestants) await contestant.run(times)
  for (let round = 0; round < rounds; round++) {
    const samples: number[][] = contestants.map(() => [])
    for (let n = 0; n < times; n++) {
      for (const [index, contestant] of contestants.entries()) {
        const start = process.hrtime.bigint()
        await contestant.run(1)
        samples[index]?.push(microsecondsSince(start))
      }
    }
    for (const [index, sample] of samples.entries()) rows[index]?.push(median(sample))
  }
  return toTimings(contestants, rows)
}
