import type { Transport } from '../transport/transport.ts'

/** One API as an SDK talks to it. */
export interface Api {
  readonly baseUrl: string
  readonly transport: Transport
  /** Who appends the invalidations of commands: this client after each success, or the server after its commit. */
  readonly invalidates: 'client' | 'server'
}
