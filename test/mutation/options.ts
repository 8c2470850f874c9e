/** What to do: take rules out, those that have a text in their names, or write the page of the invariants. */
export type Task = { readonly do: 'run'; readonly only: string } | { readonly do: 'document' }

/** Throws for what it does not know. */
export const parseArguments = (args: readonly string[]): Task => {
  const [option, only, ...rest] = args
  if (option === undefined) return { do: 'run', only: '' }
  if (option === '--document' && only === undefined) return { do: 'document' }
  if (option === '--only' && only !== undefined && rest.length === 0) return { do: 'run', only }
  throw new Error('usage: npm run test:mutation [-- --only <text> | --document]')
}
