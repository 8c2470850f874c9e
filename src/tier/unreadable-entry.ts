/** What was found under a key is no entry that can be served, with the reason. It never leaves the package but as the cause of an incident. */
export class UnreadableEntry extends Error {
  override readonly name = 'UnreadableEntry'
}
