/** A file or URL that cannot be read. */
export class UnreadableDocument extends Error {
  constructor(name: string, cause: unknown) {
    super(`${name} cannot be read: ${cause instanceof Error ? reasonOf(cause) : String(cause)}`, { cause })
  }
}

const reasonOf = (error: Error): string => (error.cause instanceof Error ? reasonOf(error.cause) : error.message)
