import type { ServiceOptions } from '../shared/service/options.ts'
import type { WebhookOptions } from './webhooks/deliveries.ts'

/** Options of the MES server. */
export interface MesOptions extends ServiceOptions {
  /** Messages to subscribers. */
  readonly webhooks?: WebhookOptions
  readonly quotes?: {
    /** How long a calculation takes, in milliseconds. Default 1,500; the real ones take minutes. */
    readonly calculationMs?: number
    /** Calculations at a time. Default 2. */
    readonly calculators?: number
    /** How long a price holds, in milliseconds. Default a week. */
    readonly validityMs?: number
  }
}
