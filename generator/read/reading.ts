import type { Diagnostic } from '../diagnostic.ts'
import type { Located } from './reference.ts'
import type { Shape } from './shape.ts'
import type { Source } from './source.ts'

/**
 * Which messages a schema is read for. Requests are closed: what the document does not name is refused. Responses are open: later
 * fields and values pass. A form is a request in which `format: binary` means bytes.
 */
export type Direction = 'request' | 'response' | 'form'

/** What schemas are read with. */
export interface Reading {
  readonly source: Source
  readonly direction: Direction
  /** Whether the document is ours: what it leaves out, or says in a way of its own, is a defect then. */
  readonly isStrict: boolean
  /** Whether a schema with a defect is read as any JSON value, instead of being an error of the document. */
  readonly isLenient: boolean
  /** The shape of a schema. One that is only a reference keeps its name. */
  read(schema: Located, above: Above): Shape
  /** Name of the schema at a place, in this direction. */
  refer(target: Located): string
  report(diagnostics: readonly Diagnostic[]): void
}

/** Schemas that are being written out, by their places. */
export interface Above {
  /** Those that the schema is composed of, so far. */
  readonly composition: ReadonlySet<string>
  /** Those that hold the schema. */
  readonly around: ReadonlySet<string>
}

export const NOTHING_ABOVE: Above = { composition: new Set(), around: new Set() }

/** What is inside of a value begins a composition of its own. */
export const inside = ({ composition, around }: Above): Above => ({
  composition: new Set(),
  around: new Set([...around, ...composition]),
})

/** What tells one place from all others. */
export const placeKey = ({ path }: Located): string => path.join('\n')
