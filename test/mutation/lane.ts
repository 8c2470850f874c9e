import { type ChildProgram, startChild } from '../support/process.ts'
import type { Mutation } from './mutation.ts'
import type { RunOutcome } from './verdict.ts'

const program = new URL('session-child.ts', import.meta.url)
/** What vitest sets when it is started as a program. */
const env = { TEST: 'true', VITEST: 'true', NODE_ENV: 'test' }

/** Runs mutants one after the other in a process of its own, which is replaced when it hangs or ends. */
export class Lane implements AsyncDisposable {
  #child: ChildProgram | undefined

  /** A run that takes longer than `limitMs` is ended. A failure is an outcome, never a rejection. */
  async run(mutation: Mutation, limitMs: number): Promise<RunOutcome> {
    try {
      this.#child ??= await startChild(program, { build: 'none', env })
      return await callWithin(limitMs, this.#child, mutation)
    } catch (error) {
      await this[Symbol.asyncDispose]()
      return { report: undefined, isTakenOut: false, output: String(error) }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child
    this.#child = undefined
    await child?.kill()
  }
}

const callWithin = async (limitMs: number, child: ChildProgram, mutation: Mutation): Promise<RunOutcome> => {
  const timer = setTimeout(() => void child.kill(), limitMs)
  try {
    return await child.call<RunOutcome>('run', mutation)
  } finally {
    clearTimeout(timer)
  }
}
