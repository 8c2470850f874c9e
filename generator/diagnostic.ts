import { onOneLine } from './print.ts'

/** A defect of a document, with the place it stands at. Lines and columns count from 1. */
export interface Diagnostic {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

/** The diagnostic as one line that editors and terminals link: `file:line:column message`. Names may hold what a terminal would obey. */
export const formatDiagnostic = ({ file, line, column, message }: Diagnostic): string =>
  onOneLine(`${file}:${line}:${column} ${message}`)

/** Diagnostics in the order of their places. */
export const inOrder = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.toSorted(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.message, b.message),
  )

/** Order of texts by their code units, the same on every machine. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
