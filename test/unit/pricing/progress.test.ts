import { describe, expect, it } from 'vitest'
import { type CalculationProgress, reporterOf } from '../../../src/pricing/progress.ts'

/** Reports at one instant, what is told of them. */
const told = (...steps: readonly (readonly [CalculationProgress['phase'], number])[]): readonly string[] => {
  const seen: string[] = []
  const report = reporterOf(
    ({ phase, bytes }) => void seen.push(`${phase} ${bytes}`),
    () => 0,
    'progress',
  )
  for (const [phase, bytes] of steps) report({ phase, bytes }, 100)
  return seen
}

describe('the progress of a calculation', () => {
  it('is told at the begin and the end of a phase, and not more often than is of use', () => {
    expect(told(['hashing', 0], ['hashing', 10], ['hashing', 20], ['hashing', 100], ['uploading', 0])).toEqual([
      'hashing 0',
      'hashing 100',
      'uploading 0',
    ])
  })

  it('is told when an upload begins anew, however soon that is', () => {
    expect(told(['uploading', 50], ['uploading', 0], ['uploading', 10])).toEqual(['uploading 50', 'uploading 0'])
  })
})
