/** How the mutations are run. */
export interface RunOptions {
  /** Only rules, files and tests whose names have this text. */
  readonly only: string
}

/** Throws for what it does not know. */
export const parseArguments = (args: readonly string[]): RunOptions => {
  const [option, only, ...rest] = args
  if (option === undefined) return { only: '' }
  if (option !== '--only' || only === undefined || rest.length > 0) throw new Error('usage: npm run test:mutation [-- --only <text>]')
  return { only }
}
