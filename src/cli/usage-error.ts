import { describeGiven } from '../error/configuration-error.ts'

/** The command was called wrongly, or in an environment that says too little. Names the argument or variable. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const refuseArgument = (argument: string, given: string | undefined, allowed: string): UsageError =>
  new UsageError(`${argument}: expected ${allowed}, got ${given === undefined ? 'nothing' : describeGiven(given)}`)
