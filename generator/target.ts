/** Where generated files will live. */
export interface Target {
  /** What they import of the package: `mes-crm-sdk/runtime`. */
  readonly runtime: string
  /** Ending of the names that they import each other by. */
  readonly extension: 'js' | 'ts'
  /** Whether what the builders of the test kit need is written as well. Default: no. */
  readonly blueprints?: boolean
}
