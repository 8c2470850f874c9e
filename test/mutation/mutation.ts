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

/**
 * Matches the text however the formatter breaks its lines: any white space between tokens, and a comma before a closing bracket.
 * A text that begins with an indent begins a line; one that ends with a line break ends one.
 */
const anyLayout = (text: string): RegExp => {
  const tokens = (text.match(/[\w$]+|[^\s\w$]/g) ?? [])
    .filter((token, index, all) => !(token === ',' && /^[)\]}]$/.test(all[index + 1] ?? '')))
    .map((token) => (/^[)\]}]$/.test(token) ? `,?\\s*\\${token}` : token.replaceAll(/[^\w]/g, String.raw`\$&`)))
  return new RegExp(
    (/^(?:\n| {2})/.test(text) ? String.raw`^[ \t]*` : '') +
      tokens.join(String.raw`\s*`) +
      (/\n\s*$/.test(text) ? String.raw`[ \t]*$` : ''),
    'gm',
  )
}

/** Returns the source without the rule. Throws where the text that keeps the rule is not found exactly once. */
export const mutate = (source: string, { rule, file, find, replace }: Mutation): string => {
  const places = [...source.matchAll(anyLayout(find))]
  const [place] = places
  if (place === undefined || places.length > 1)
    throw new Error(`"${rule}" has moved: its text is found ${places.length} times in src/${file}, not once`)
  return source.slice(0, place.index) + replace + source.slice(place.index + place[0].length)
}
