/** Headers that say who is calling, and query parameters. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
}

export const NO_CREDENTIALS: Credentials = { headers: {}, query: {} }
