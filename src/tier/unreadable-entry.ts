/** What was found under a key is no entry that can be served, with the reason. It never leaves the package but as the cause of an incident. */
export class UnreadableEntry extends Error {
  override readonly name = 'UnreadableEntry'
  /** The reason without its numbers: what is unreadable for the same one is reported once. */
  readonly code: string

  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.code = reason.replace(/\d+/g, 'N')
  }
}
