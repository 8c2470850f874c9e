import type { ReadPath } from '../cache/read-path.ts'
import type { CallDefaults } from './call-options.ts'
import type { RunningWork } from '../foundation/running-work.ts'
import type { Transport } from '../transport/transport.ts'

/** One API as an SDK talks to it. */
interface Api {
  readonly baseUrl: string
  readonly transport: Transport
  /** Who appends the invalidations of commands: this client after each success, or the server after its commit. */
  readonly invalidates: 'client' | 'server'
}

/** Everything that calls of one principal need. */
export interface CallContext {
  readonly cache: ReadPath
  readonly api: Api
  /** Owner of the principal's values. */
  readonly owner: string
  readonly defaults: CallDefaults
  readonly isClosed: () => boolean
  /** @throws {ClosedError} naming what is closed: the client, or the view that the calls are of */
  readonly mustBeOpen: () => void
  readonly commands: RunningWork
}
