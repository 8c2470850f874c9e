import type { Redis } from 'ioredis'

/** A command that waits for its reply. */
export interface DueCommand {
  /** In lower case. */
  readonly name: string
  /** Its first argument, where that is a string. */
  readonly key: string | undefined
}

/** The command that the reply after the next `skipped` ones answers. ioredis keeps them in a queue that its types call private. */
export const dueCommand = (client: Redis, skipped = 0): DueCommand | undefined => {
  const queue: unknown = Reflect.get(client, 'commandQueue')
  if (typeof queue !== 'object' || queue === null || !('peekAt' in queue) || typeof queue.peekAt !== 'function') {
    throw new TypeError('expected ioredis to keep its commands in commandQueue, a queue with peekAt(); this version does not')
  }
  const item: unknown = queue.peekAt(skipped)
  const command: unknown = typeof item === 'object' && item !== null && 'command' in item ? item.command : undefined
  if (typeof command !== 'object' || command === null || !('name' in command) || typeof command.name !== 'string')
    return undefined
  const [key]: readonly unknown[] = 'args' in command && Array.isArray(command.args) ? command.args : []
  return { name: command.name.toLowerCase(), key: typeof key === 'string' ? key : undefined }
}

/** The commands that wait for their replies, in the order of the replies. */
export const dueCommands = (client: Redis): readonly DueCommand[] => {
  const due: DueCommand[] = []
  for (let next = dueCommand(client); next !== undefined; next = dueCommand(client, due.length)) due.push(next)
  return due
}
