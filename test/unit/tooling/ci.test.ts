import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { countTests, namesOfFailed, type TestReport } from '../../../scripts/ci.ts'

const report = (...files: readonly (readonly string[])[]): TestReport => ({
  success: files.flat().every((status) => status !== 'failed'),
  testResults: files.map((statuses, index) => ({
    name: resolve(`test/file-${index}.test.ts`),
    status: statuses.includes('failed') ? 'failed' : 'passed',
    assertionResults: statuses.map((status, place) => ({
      status,
      fullName: `law ${place}`,
      failureMessages: status === 'failed' ? ['expected 1\n at line 2'] : [],
    })),
  })),
})

describe('The count of tests', () => {
  test('adds up the files', () => {
    expect(countTests(report(['passed', 'passed'], ['passed', 'failed']), 1)).toEqual({ passed: 3, failed: 1 })
    expect(countTests(report(['passed'], ['passed']), 0)).toEqual({ passed: 2, failed: 0 })
  })

  test('counts a file that could not be loaded as a failure', () => {
    const unloadable = { name: resolve('test/broken.test.ts'), status: 'failed', assertionResults: [] }
    const testResults = [...report(['passed']).testResults, unloadable]
    expect(countTests({ success: false, testResults }, 1)).toEqual({ passed: 1, failed: 1 })
  })

  test('counts a failure that no test shows: an error outside of tests, a run without a report', () => {
    expect(countTests({ ...report(['passed']), success: false }, 1)).toEqual({ passed: 1, failed: 1 })
    expect(countTests(report(['passed']), 1)).toEqual({ passed: 1, failed: 1 })
    expect(countTests(undefined, 0)).toEqual({ passed: 0, failed: 1 })
  })

  test('is told with the names of the tests and files that failed', () => {
    const broken = { name: resolve('test/broken.test.ts'), status: 'failed', assertionResults: [] }
    const testResults = [...report(['passed'], ['passed', 'failed']).testResults, broken]
    expect(namesOfFailed({ success: false, testResults })).toEqual([
      'test/file-1.test.ts > law 1: expected 1',
      'test/broken.test.ts',
    ])
    expect(namesOfFailed(undefined)).toEqual([])
  })
})
