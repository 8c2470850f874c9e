import type { Geometry } from '../../shared/catalogue/models.ts'

/** What an analysis finds: what a model measures, or why it cannot be made. */
export type Verdict =
  | { readonly geometry: Geometry; readonly rejectedReason: null }
  | { readonly geometry: Geometry | null; readonly rejectedReason: string }
