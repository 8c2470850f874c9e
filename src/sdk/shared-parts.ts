import type { Cache } from '../cache/cache.ts'
import { closeAfter } from '../cache/closing.ts'
import { openCache } from '../cache/open-cache.ts'
import type { Invalidation } from '../coherence/invalidation.ts'
import { ClosedError } from '../error/closed-error.ts'
import { type Clock, createClock } from '../foundation/clock.ts'
import { RunningWork } from '../foundation/running-work.ts'
import { ownerOf } from '../key/cache-key.ts'
import { checkTags } from '../key/tag.ts'
import type { OperationCaller } from '../operation/caller.ts'
import { createCaller } from '../operation/executor.ts'
import { type Auth, createAuthorizer } from '../transport/authorizer.ts'
import { createKyTransport } from '../transport/ky-transport.ts'
import type { CheckedApiOptions, CheckedCommonOptions } from './sdk-options.ts'

/** What a client does besides calling its API: it invalidates, and it ends. */
export interface Life extends AsyncDisposable {
  /** Makes every cached value with one of the tags invalid, in every process of the namespace. */
  invalidate(tags: readonly string[]): Promise<Invalidation>
  /** Settles when the invalidation log was reached for the first time. */
  ready(): Promise<void>
  /**
   * Waits for commands under way and appends what is queued, a second for each at most, and disconnects. Reads under way are
   * answered by the API; calls that begin later reject with a `ClosedError`. Returns how many commands and tags were left: what
   * they changed may be cached elsewhere until its lifetime ends. Called again, it returns the same promise. A process that only
   * read need not call it: it exits by itself.
   */
  close(): Promise<number>
}

/** The owner of values without a principal; a principal cannot be called so. */
export const NOBODY = ''

/** What all views of one client share. */
export interface SharedParts {
  readonly checked: CheckedCommonOptions
  readonly clock: Clock
  readonly cache: Cache
  readonly commands: RunningWork
  readonly isClosed: () => boolean
  /** @throws {ClosedError} */
  readonly mustBeOpen: () => void
  readonly close: () => Promise<number>
}

export const openShared = (checked: CheckedCommonOptions): SharedParts => {
  const cache = openCache(checked.cache)
  const commands = new RunningWork()
  let closing: Promise<number> | undefined
  const isClosed = (): boolean => closing !== undefined
  return {
    checked,
    clock: createClock(),
    cache,
    commands,
    isClosed,
    mustBeOpen() {
      if (isClosed()) throw new ClosedError('SDK')
    },
    close: () => (closing ??= closeAfter(commands, cache)),
  }
}

export const lifeOf = ({ cache: { coherence }, mustBeOpen, close }: SharedParts): Life => ({
  async invalidate(tags) {
    mustBeOpen()
    return coherence.invalidate(checkTags(tags))
  },
  ready: () => coherence.ready(),
  close,
  [Symbol.asyncDispose]: async () => void (await close()),
})

/** Calls one API for one principal. */
export const createApiCaller = (shared: SharedParts, api: CheckedApiOptions, principal: string, auth: Auth | undefined): OperationCaller => {
  const { checked, cache, clock, isClosed, commands } = shared
  return createCaller({
    cache,
    api: {
      baseUrl: api.baseUrl,
      invalidates: api.invalidates,
      transport: createKyTransport({
        authorizer: createAuthorizer(auth),
        clock,
        retries: checked.retries,
        maxResponseBytes: checked.maxResponseBytes,
      }),
    },
    owner: ownerOf(principal),
    defaults: { timeoutMs: checked.timeout, maxStaleness: checked.cache.maxStaleness },
    wallNow: () => clock.wallNow(),
    isClosed,
    commands,
  })
}
