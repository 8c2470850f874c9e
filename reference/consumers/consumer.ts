import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { CacheOptions } from 'mes-crm-sdk'
import { type ConsumerReport, type HeardRecord, instant } from './observation.ts'

/** What every consumer is started with. */
export interface ConsumerOptions {
  /** URLs of the servers, without the version. */
  readonly mes: string
  readonly crm: string
  /** `'off'`: every call goes to the API. */
  readonly cache: CacheOptions | 'off'
  /** Signs the tokens that a real consumer would get from the company's identity provider. */
  readonly secret: string
  /** Loopback port where the process serves its metrics for Prometheus. Default: it serves none. */
  readonly metricsPort?: number
}

/** A program that works against the APIs until it is stopped. */
export interface Consumer {
  /** Starts the load. */
  start(): void
  /** Ends the load, lets the calls under way finish, and reports. */
  stop(): Promise<ConsumerReport>
}

const RECORD_CHANNEL = 'mes-crm-sdk:record'

/** Notes when records of the invalidation log reach this process. */
export function listenForRecords(): { readonly heard: readonly HeardRecord[]; stop(): void } {
  const heard: HeardRecord[] = []
  const note = (event: unknown): void => {
    if (typeof event === 'object' && event !== null && 'id' in event) heard.push({ id: String(event.id), heardAt: instant() })
  }
  subscribe(RECORD_CHANNEL, note)
  return { heard, stop: () => unsubscribe(RECORD_CHANNEL, note) }
}
