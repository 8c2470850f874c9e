/** The part of vitest's JSON report that tells what became of each test. */
export interface TestReport {
  readonly testResults: readonly {
    /** Path of the file. */
    readonly name: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly title: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

/** What became of a test. */
export interface TestFate {
  readonly status: 'passed' | 'failed' | 'absent'
  /** Why it failed, or why there is no such test. */
  readonly reason: string
}

/** The fate of the test with this title in the file that ends with this path. Of several with the title, of the worst. */
export const fateOf = (report: TestReport, file: string, title: string): TestFate => {
  const suite = report.testResults.find(({ name }) => name.endsWith(`/test/${file}`))
  const results = suite?.assertionResults.filter((result) => result.title === title && result.status !== 'skipped') ?? []
  const failed = results.find(({ status }) => status === 'failed')
  if (failed !== undefined) return { status: 'failed', reason: failed.failureMessages[0] ?? '' }
  if (results.length > 0) return { status: 'passed', reason: '' }
  return { status: 'absent', reason: suite?.message ?? `test/${file} did not run` }
}
