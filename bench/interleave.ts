/** One contestant: runs its operation `times` times. */
export interface Contestant {
  readonly name: string
  run(times: number): Promise<void>
}

export interface Timing {
  readonly name: string
  /** Median time of one operation, in microseconds. */
  readonly microseconds: number
  /** Median of the ratios to the first contestant, round by round. */
  readonly ratio: number
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/**
 * Times contestants in turn, round by round, so that the machine's mood is the same for all. Absolute times are of this machine and
 * moment; the ratios to the first contestant are what can be compared.
 */
export const interleave = async (contestants: readonly Contestant[], times: number, rounds: number): Promise<readonly Timing[]> => {
  const rows: number[][] = contestants.map(() => [])
  for (const contestant of contestants) await contestant.run(times)
  for (let round = 0; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const start = process.hrtime.bigint()
      await contestant.run(times)
      rows[index]?.push(Number(process.hrtime.bigint() - start) / 1_000 / times)
    }
  }
  const [first = []] = rows
  return contestants.map(({ name }, index) => {
    const row = rows[index] ?? []
    return { name, microseconds: median(row), ratio: median(row.map((time, round) => time / (first[round] ?? Number.NaN))) }
  })
}

export const printTimings = (title: string, timings: readonly Timing[]): void => {
  process.stdout.write(`\n${title}\n`)
  for (const { name, microseconds, ratio } of timings) {
    process.stdout.write(`  ${name.padEnd(46)} ${microseconds.toFixed(3).padStart(10)} µs ${`${ratio.toFixed(2)}x`.padStart(9)}\n`)
  }
}
