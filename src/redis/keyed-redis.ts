import type { Question, Reply } from './command-batch.ts'
import type { RedisLink } from './redis-link.ts'

/** Redis as those see it who ask about single keys: one server, or the nodes of a cluster. */
export interface KeyedRedis {
  /** Whether the server of this key can be asked at the moment. */
  reaches(key: string): boolean
  /**
   * Sends commands about one key (or about keys of its slot) at the end of this turn of the event loop, one behind the other, and
   * returns one reply each; a command that Redis refused has its error as the reply. Rejects with `RedisUnavailable` where the
   * key's server cannot be reached, or does not answer within the deadline.
   */
  ask(key: string, questions: readonly Question[]): Promise<readonly Reply[]>
  /** Connects in the background. */
  open(): void
  close(): void
}

/** One server, over the link that the log uses as well; its owner opens and closes it. */
export const overLink = (link: RedisLink): KeyedRedis => ({
  reaches: () => link.isUp,
  ask: (_key, questions) => link.ask(questions),
  open: () => {},
  close: () => {},
})
