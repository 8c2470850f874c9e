import type { Chapter, Mutation } from './mutation.ts'

const INTRODUCTION = `# Invariants

What the promise of [consistency.md](consistency.md) rests on: each rule, where it is kept, and a test that fails when it is taken out.

\`npm run test:mutation\` takes each of these rules out of the sources in turn, in the smallest way, and expects exactly that test to fail, by an assertion;
\`npm run test:mutation -- --only <text>\` takes out those whose rule, file or test has the text. The rules are listed in \`test/mutation/rules\`, and this page
is written from there by \`npm run test:mutation -- --document\`.
`

const rowOf = ({ rule, file, killedBy }: Mutation): string => `| ${rule} | \`${file}\` | \`${killedBy}\` |`

const sectionOf = ({ title, mutations }: Chapter): string =>
  [`## ${title}`, '', '| rule | kept in | test that fails without it |', '|---|---|---|', ...mutations.map(rowOf), ''].join('\n')

/** The page of the invariants, as it stands in `docs/invariants.md`. */
export const documentOf = (chapters: readonly Chapter[]): string => [INTRODUCTION, ...chapters.map(sectionOf)].join('\n')
