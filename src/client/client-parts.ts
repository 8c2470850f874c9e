import type { ReadPath } from '../cache/read-path.ts'
import { type CacheHost, openCache } from '../cache/open-cache.ts'
import { awaitReady, type ReadyOptions, closeAfter, settleWork } from '../cache/ready.ts'
import type { Invalidation } from '../coherence/invalidation.ts'
import { ClosedError } from '../error/closed-error.ts'
import { installedKit } from '../foundation/installed-kit.ts'
import { RunningWork } from '../foundation/running-work.ts'
import { ownerOf } from '../key/cache-key.ts'
import { checkTags } from '../key/tag.ts'
import type { CallContext } from '../operation/call-context.ts'
import type { ViewOptions } from '../operation/call-options.ts'
import { type Auth, createAuthorizer } from '../transport/authorizer.ts'
import { createKyTransport, type KyTransportOptions } from '../transport/ky-transport.ts'
import { type Host, hostOfProcess } from '../transport/host.ts'
import type { Transport } from '../transport/transport.ts'
import { openTelemetry, type Telemetry } from './telemetry.ts'
import type { CheckedApiOptions, CheckedCommonOptions } from './sdk-options.ts'

/** What a client takes from its process, its cache included. */
export type SdkHost = Host & CacheHost

/** What a client does besides calling its API: it invalidates, and it ends. */
export interface ClientLifecycle extends AsyncDisposable {
  /** Makes every cached value with one of the tags invalid, in every process of the namespace. */
  invalidate(tags: readonly string[]): Promise<Invalidation>
  /**
   * Settles when the invalidation log was reached for the first time, and keeps the process alive until then. Without a `timeout` it
   * waits for as long as Redis cannot be reached.
   *
   * @throws `TimeoutError` after `timeout`, with the last cause why Redis could not be reached; the reason of `signal`; `ClosedError`
   * once the client is closed; `ConfigurationError` for bad options
   */
  ready(options?: ReadyOptions): Promise<void>
  /**
   * Ends what `createSdk` or `createClient` returned, with all views of it. It waits for commands under way and appends what is queued,
   * a second for each at most, and disconnects. Reads under way are answered by the API; calls that begin later reject with a
   * `ClosedError`. Returns how many commands and tags were left: what they changed may be cached elsewhere until its lifetime ends.
   * Called again, it returns the same promise. A process that only read need not call it: it exits by itself.
   *
   * `close()` of a view that `as` returned ends that view alone: it waits for the view's commands, a second at most, and returns how
   * many were left. Their invalidations are still appended. Other views, connections and values are not touched. `await using` does
   * the same as `close()`.
   */
  close(): Promise<number>
}

/** The owner of values without a principal; a principal cannot be called so. */
export const NO_PRINCIPAL = ''

/** What all views of one client share, and what each has of its own. */
export interface ClientParts {
  readonly checked: CheckedCommonOptions
  readonly host: SdkHost
  /** What takes the place of the process in a test kit, before all options. */
  readonly given: Partial<SdkHost>
  readonly cache: ReadPath
  readonly commands: RunningWork
  readonly telemetry: Telemetry
  readonly isClosed: () => boolean
  /** Each is aborted with a `ClosedError` when the client, or this view of it, is closed. */
  readonly closing: readonly AbortSignal[]
  /** @throws {ClosedError} */
  readonly mustBeOpen: () => void
  readonly close: () => Promise<number>
}

/** @param given of the host, where it is not the process: for a test kit */
export const openShared = (checked: CheckedCommonOptions, given: Partial<SdkHost> = {}): ClientParts => {
  const host: SdkHost = { ...hostOfProcess(checked.appName), ...given }
  const cache = openCache(checked.cache, undefined, host)
  const commands = new RunningWork()
  const telemetry = openTelemetry(checked, host.clock)
  const end = new AbortController()
  let closing: Promise<number> | undefined
  const isClosed = (): boolean => closing !== undefined
  const close = (): Promise<number> => {
    closing ??= closeAfter(commands, cache).finally(telemetry.close)
    end.abort(new ClosedError('SDK'))
    return closing
  }
  return {
    checked,
    host,
    given,
    cache,
    commands,
    telemetry,
    isClosed,
    mustBeOpen: () => refuseClosed(isClosed, 'SDK'),
    closing: [end.signal],
    close,
  }
}

/** What an installed test kit gives in place of the process. */
export const hostInstalled = (addresses: Readonly<Record<string, string | undefined>>): Partial<SdkHost> =>
  installedKit()?.hostOf(addresses) ?? {}

/** The parts of another view: it ends with the client, or before it, alone. */
export const viewOf = (client: ClientParts): ClientParts => {
  const commands = new RunningWork(client.commands)
  const end = new AbortController()
  let closing: Promise<number> | undefined
  const isClosed = (): boolean => closing !== undefined || client.isClosed()
  return {
    ...client,
    commands,
    isClosed,
    mustBeOpen() {
      client.mustBeOpen()
      refuseClosed(isClosed, VIEW)
    },
    closing: [...client.closing, end.signal],
    close() {
      closing ??= settleWork(commands, client.host.clock)
      end.abort(new ClosedError(VIEW))
      return closing
    },
  }
}

/** What is closed, where the client that it belongs to is open. */
const VIEW = 'view of the SDK'

const refuseClosed = (isClosed: () => boolean, what: string): void => {
  if (isClosed()) throw new ClosedError(what)
}

export const lifecycleOf = ({ cache, mustBeOpen, close }: ClientParts): ClientLifecycle => ({
  async invalidate(tags) {
    mustBeOpen()
    return cache.coherence.invalidate(checkTags(tags))
  },
  async ready(options) {
    mustBeOpen()
    return awaitReady(cache, options)
  },
  close,
  [Symbol.asyncDispose]: async () => void (await close()),
})

/** What calls of one API for one principal need. */
export const createContext = (
  shared: ClientParts,
  api: CheckedApiOptions,
  principal: string,
  auth: Auth | undefined,
  view?: ViewOptions,
): CallContext => {
  const { checked, cache, isClosed, mustBeOpen, commands, telemetry } = shared
  const host = hostFor(shared, api)
  return {
    cache,
    api: {
      baseUrl: api.baseUrl,
      invalidates: api.invalidates,
      transport: createKyTransport({ ...sendingOptions(checked, host, telemetry), authorizer: createAuthorizer(auth, host) }),
    },
    owner: principal === NO_PRINCIPAL ? 'nobody' : ownerOf(principal),
    defaults: { timeoutMs: checked.timeout, maxStaleness: checked.cache.maxStaleness, view },
    isClosed,
    mustBeOpen,
    commands,
  }
}

/** To addresses outside an API that it gives for one use: without credentials and middleware. */
export const createUploads = (shared: ClientParts, api: CheckedApiOptions): Transport => {
  const host = hostFor(shared, api)
  const options = sendingOptions(shared.checked, host, shared.telemetry)
  return createKyTransport({
    ...options,
    authorizer: createAuthorizer(undefined, host),
    middleware: [],
    attemptTimeoutMs: undefined,
  })
}

/** The way to the servers of one API. */
const hostFor = ({ host, given }: ClientParts, { fetch = host.fetch, dispatcher }: CheckedApiOptions): Host => ({
  ...host,
  fetch,
  dispatcher,
  ...given,
})

const sendingOptions = (
  checked: CheckedCommonOptions,
  host: Host,
  { observer, hidden }: Telemetry,
): Omit<KyTransportOptions, 'authorizer'> => ({
  ...host,
  namespace: checked.cache.namespace,
  retries: checked.retries,
  maxResponseBytes: checked.maxResponseBytes,
  maxResponseValues: checked.maxResponseValues,
  maxResponseLevels: checked.maxResponseLevels,
  attemptTimeoutMs: checked.attemptTimeout,
  hidden,
  middleware: checked.middleware ?? [],
  observer,
})
