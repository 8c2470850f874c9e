import type { ServiceOptions } from '../shared/service/options.ts'
import type { CalculatorOptions } from './calculators.ts'
import type { WebhookOptions } from './webhooks/deliveries.ts'

/** Options of the MES server. */
export interface MesOptions extends ServiceOptions {
  /** Messages to subscribers. */
  readonly webhooks?: WebhookOptions
  readonly models?: {
    /** How long a file may be uploaded after its model was created, in milliseconds. Default an hour. */
    readonly uploadWithinMs?: number
    /** How long an upload may stand still before it is given up, in milliseconds. Default a minute. */
    readonly uploadStalledMs?: number
    /** Headers that an upload has to have, as some storages ask for them. Default none. */
    readonly uploadHeaders?: Readonly<Record<string, string>>
  }
  readonly quotes?: CalculatorOptions
}
