/** Where generated files will live. */
export interface Target {
  /** What they import of the package: `mes-crm-sdk/runtime`. */
  readonly runtime: string
  /** Ending of the names that they import each other by. */
  readonly extension: 'js' | 'ts'
}
