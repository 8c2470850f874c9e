import { z } from 'zod'
import { durationOption, parseOptions } from '../error/options.ts'
import type { Duration } from '../foundation/duration.ts'
import type { ApiOptions, SdkOptions } from '../client/sdk-options.ts'

/** Options of a kit that are none of `createSdk`. */
export interface KitOwnOptions {
  /** The kit's wall clock at the beginning. It goes on from there. Default: that of the process. */
  readonly now?: Date | string | number
  /** Says which ids the kit gives: the same seed gives the same ones, in the order in which they are needed. An integer from 1 to 999, default 1. */
  readonly seed?: number
  /**
   * Credentials that the fakes take, and whom each speaks for: an API key, or id and secret of an OAuth2 client joined by a dot. Others
   * are refused with 401, and a partner sees its own orders alone. Default: every credential sees everything.
   */
  readonly identities?: Readonly<Record<string, { readonly partner?: string }>>
  /** How long a step of CRM takes to reach MES, by the kit's clock. Default 0. */
  readonly crmReachesMesAfter?: Duration
}

/** Options of `createTestKit` besides its seeds: those of `createSdk`, where both APIs and their addresses may be left out. */
export interface KitOptions extends Omit<SdkOptions, 'mes' | 'crm'>, KitOwnOptions {
  /** As `mes` of `createSdk`. Any `baseUrl` means the MES of the kit; default `https://mes.kit.example/v1`. */
  readonly mes?: Partial<ApiOptions>
  /** As `crm` of `createSdk`. Any `baseUrl` means the CRM of the kit; default `https://crm.kit.example/v1`. */
  readonly crm?: Partial<ApiOptions>
}

const NOW = 'a Date, an ISO date-time, or milliseconds since 1970'
const SEED = 'an integer from 1 to 999'

const instantOption = () =>
  z
    .custom<Date | string | number>(
      (value) =>
        (value instanceof Date || typeof value === 'string' || typeof value === 'number') &&
        !Number.isNaN(new Date(value).getTime()),
      NOW,
    )
    .transform((value) => new Date(value).getTime())

const kitSchema = z.strictObject({
  now: instantOption().optional(),
  seed: z.int(SEED).min(1, SEED).max(999, SEED).default(1),
  identities: z.record(z.string(), z.strictObject({ partner: z.string().min(1).exactOptional() })).optional(),
  crmReachesMesAfter: durationOption().default(0),
})

/** Names of the options that are the kit's own. */
const OWN = Object.keys(kitSchema.shape)

/** @throws {ConfigurationError} */
export const parseKitOptions = (given: KitOptions, seedNames: readonly string[]) => {
  const entries = Object.entries(given)
  const pick = (isPicked: (name: string) => boolean): Record<string, unknown> =>
    Object.fromEntries(entries.filter(([name]) => isPicked(name)))
  const { mes, crm, ...options } = pick((name) => !OWN.includes(name) && !seedNames.includes(name)) as KitOptions
  const sdk: SdkOptions = { ...options, mes: { baseUrl: MES_ADDRESS, ...mes }, crm: { baseUrl: CRM_ADDRESS, ...crm } }
  return {
    own: parseOptions(
      kitSchema,
      pick((name) => OWN.includes(name)),
    ),
    seeds: pick((name) => seedNames.includes(name)),
    sdk,
  }
}

const MES_ADDRESS = 'https://mes.kit.example/v1'
const CRM_ADDRESS = 'https://crm.kit.example/v1'
