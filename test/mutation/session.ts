import { resolve } from 'node:path'
import { createVitest, type TestModule, type TestSpecification, type Vitest } from 'vitest/node'
import type { Mutation } from './mutation.ts'
import { sourceOf, TakenOut } from './taken-out.ts'
import type { TestReport } from './test-report.ts'
import type { RunOutcome } from './verdict.ts'

const root = resolve(import.meta.dirname, '../..')

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)

/**
 * One vitest for many mutants, one after the other: its start is paid once. Every run has a thread of its own, so that no module
 * outlives it, and what vitest keeps of the changed source is forgotten before and after.
 */
export class Session {
  readonly #vitest: Vitest
  readonly #takenOut: TakenOut
  readonly #ended: TestModule[]

  private constructor(vitest: Vitest, takenOut: TakenOut, ended: TestModule[]) {
    this.#vitest = vitest
    this.#takenOut = takenOut
    this.#ended = ended
  }

  static async open(): Promise<Session> {
    const takenOut = new TakenOut()
    const ended: TestModule[] = []
    // Without the cache of modules on disk, which would hand one mutant to the next.
    const options = {
      root,
      run: true,
      watch: false,
      pool: 'threads',
      fsModuleCache: false,
      reporters: [{ onTestModuleEnd: (module: TestModule) => void ended.push(module) }],
    }
    const vitest = await createVitest(options, { plugins: [takenOut.plugin] })
    return new Session(vitest, takenOut, ended)
  }

  /** Runs the test of a mutation, and no other one, over sources without the rule. */
  async run(mutation: Mutation): Promise<RunOutcome> {
    this.#ended.length = 0
    this.#takenOut.choose(mutation)
    this.#vitest.invalidateFile(sourceOf(mutation))
    try {
      await this.#vitest.runTestSpecifications([this.#aimedAt(mutation)])
      return { report: reportOf(this.#ended), isTakenOut: this.#takenOut.isSeen, output: '' }
    } finally {
      this.#takenOut.choose(undefined)
      this.#vitest.invalidateFile(sourceOf(mutation))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#vitest.close()
  }

  /** A project is called like its folder. */
  #aimedAt({ test, killedBy }: Mutation): TestSpecification {
    const project = this.#vitest.getProjectByName(test.split('/')[0] ?? '')
    return project.createSpecification(resolve(root, 'test', test), { testNamePattern: new RegExp(`(^| )${escaped(killedBy)}$`) })
  }
}

const reportOf = (modules: readonly TestModule[]): TestReport => ({
  testResults: modules.map((module) => ({
    name: module.moduleId,
    message: module
      .errors()
      .map(({ message }) => message)
      .join('\n'),
    assertionResults: [...module.children.allTests()].map((test) => {
      const { state, errors = [] } = test.result()
      return { title: test.name, status: state, failureMessages: errors.map(({ stack, message }) => stack ?? message) }
    }),
  })),
})
