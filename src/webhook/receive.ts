import type { Coherence } from '../coherence/coherence.ts'
import { isConfigurationError } from '../error/configuration-error.ts'
import { ConnectionError } from '../error/connection-error.ts'
import { WebhookError } from '../error/webhook-error.ts'
import { cacheKey, redisKey } from '../key/cache-key.ts'
import { checkTags } from '../key/tag.ts'
import type { Claims } from '../tier/claims.ts'
import type { Unwrapped } from './unwrap.ts'
import { randomToken } from '../coherence/position.ts'

/** What a message says of the thing that has changed. */
export interface ChangeMessage {
  readonly data: {
    readonly id: string
    readonly version: number
    readonly tags: readonly string[]
  }
}

/** What a receiver of messages needs of its client. */
export interface ReceiverParts {
  readonly api: string
  readonly owner: string
  readonly claims: Claims
  readonly coherence: Pick<Coherence, 'namespace' | 'invalidate'>
}

/** Longer than any sender repeats a message. */
const LIFETIME_MS = 7 * 24 * 3_600_000

/** Stands for the id of a message that was taken. */
const TAKEN = 'taken'

/**
 * Takes checked messages, each once. It invalidates what a message names before anything else, and remembers the id of the message
 * after everything else: a process that dies in between takes the message again when it is delivered again.
 */
export class Receiver<Message extends ChangeMessage> {
  readonly #parts: ReceiverParts

  constructor(parts: ReceiverParts) {
    this.#parts = parts
  }

  /**
   * Invalidates the tags of the message, has it handled, and remembers it. Returns `undefined`, and handles nothing, where the message
   * was taken before, or a newer one of the same thing was. An older message is invalidated all the same: it may name other tags.
   *
   * @throws {ConnectionError} where the invalidation log cannot be reached; what `handle` throws
   */
  async take({ id, message }: Unwrapped<Message>, handle?: (message: Message) => unknown): Promise<Message | undefined> {
    const key = this.#keyOf('id', id)
    const standing = await this.#propose(key, `open/${randomToken()}`)
    if (standing === TAKEN) return undefined
    await this.#invalidate(id, message.data.tags)
    const isNewest = await this.#isNewest(message)
    if (isNewest) await handle?.(message)
    await this.#propose(key, TAKEN, standing)
    return isNewest ? message : undefined
  }

  async #invalidate(id: string, given: readonly string[]): Promise<void> {
    const tags = tagsOf(given)
    if (tags.length === 0) return
    const { status } = await this.#parts.coherence.invalidate(tags)
    if (status === 'applied') return
    throw new ConnectionError('the invalidation log cannot be reached; answer 503, so that the message is delivered again', {
      api: this.#parts.api,
      operation: 'webhooks.receive',
      requestId: id,
      attempts: 1,
    })
  }

  /** Whether no newer message of the same thing was taken. Several processes may ask at once: the highest version stands. */
  async #isNewest({ data: { id, version } }: ChangeMessage): Promise<boolean> {
    const key = this.#keyOf('version', id)
    let standing = await this.#propose(key, String(version))
    while (Number(standing) < version) {
      const next = await this.#propose(key, String(version), standing)
      if (next === standing) break
      standing = next
    }
    return !(Number(standing) > version)
  }

  async #propose(key: string, text: string, instead?: string): Promise<string> {
    return (await this.#parts.claims.propose(key, text, { instead, lifetimeMs: LIFETIME_MS })) ?? text
  }

  #keyOf(kind: string, id: string): string {
    const { api, owner, coherence } = this.#parts
    return `${redisKey(coherence.namespace, cacheKey(owner, `${api}\0webhooks`, `${kind}\0${id}`))}:webhook`
  }
}

/** @throws {WebhookError} of tags that no log can hold */
const tagsOf = (given: readonly string[]): readonly string[] => {
  try {
    return checkTags(given)
  } catch (cause) {
    if (isConfigurationError(cause)) throw new WebhookError('payload', `body.data.${cause.message}`, { cause })
    throw cause
  }
}
