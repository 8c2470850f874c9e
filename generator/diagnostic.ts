/** A defect of a document, with the place it stands at. Lines and columns count from 1. */
export interface Diagnostic {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

/** The diagnostic as one line that editors and terminals link: `file:line:column message`. */
export const formatDiagnostic = ({ file, line, column, message }: Diagnostic): string => `${file}:${line}:${column} ${visible(message)}`

/** Names of a document may hold what a terminal would obey. */
const visible = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Diagnostics in the order of their places. */
export const inOrder = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.toSorted((a, b) =>
    compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.message, b.message))

/** Order of texts by their code units, the same on every machine. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
