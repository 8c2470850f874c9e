/** A file that is not what its format says, or holds more than is read. The message is for the one who has uploaded it. */
export class UnreadableModel extends Error {
  override readonly name = 'UnreadableModel'
}
