import { parseArgs } from 'node:util'

/** What to do: take rules out, or write the page of the invariants. */
export type Task =
  | { readonly do: 'document' }
  | {
      readonly do: 'run'
      /** Text that a rule, its file or its test has in its name. Default: every one. */
      readonly only: string
      /** Vitest's JSON report of a run of the same tests and sources with every rule in its place. Default: they are run first. */
      readonly report?: string
    }

const usage = 'usage: npm run test:mutation [-- [--only <text>] [--report <file>] | --document]'

const parse = (args: readonly string[]) => {
  try {
    const options = { only: { type: 'string' }, report: { type: 'string' }, document: { type: 'boolean' } } as const
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${usage}`, { cause: error })
  }
}

/** Throws for what it does not know. */
export const parseArguments = (args: readonly string[]): Task => {
  const { only = '', report, document = false } = parse(args)
  if (document && args.length > 1) throw new Error(`--document stands alone\n${usage}`)
  return document ? { do: 'document' } : { do: 'run', only, ...(report !== undefined && { report }) }
}
