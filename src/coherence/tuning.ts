/** How a process spreads and cuts up its questions to the log. Correctness does not depend on it. */
export interface Tuning {
  /** Rows that one question asks for. Default 1,000. */
  readonly pageRows: number
  /** A fleet that finds a loss at the same moment spreads its questions over so many milliseconds. Default 0. */
  readonly spreadMs: number
}

export const DEFAULT_TUNING: Tuning = { pageRows: 1_000, spreadMs: 0 }
