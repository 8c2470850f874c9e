/** One rule of the protocol, taken out of the sources in the smallest way, and the test that sees it. */
export interface Mutation {
  /** The rule, as a sentence. It names the mutation, too. */
  readonly rule: string
  /** Where the rule is kept, below `src/`. */
  readonly file: string
  /** The text that keeps the rule; it stands in the file exactly once. */
  readonly find: string
  readonly replace: string
  /** File of the test, below `test/`. */
  readonly test: string
  /** Name of the test that fails without the rule, without the groups around it. */
  readonly killedBy: string
}

/** Rules that belong together. */
export interface Chapter {
  readonly title: string
  readonly mutations: readonly Mutation[]
}

/** The source without the rule. Throws where the text that keeps it is not found exactly once. */
export const mutate = (source: string, { rule, file, find, replace }: Mutation): string => {
  const places = source.split(find).length - 1
  if (places !== 1) throw new Error(`"${rule}" has moved: its text is found ${places} times in src/${file}, not once`)
  return source.replace(find, () => replace)
}
