import { tmpdir } from 'node:os'
import { z } from 'zod'
import type { Clock } from '../foundation/clock.ts'
import { DigestMemory } from '../model/digest-memory.ts'
import type { ModelOptions } from '../model/open-model.ts'

/** Options of price calculations. */
export interface PricingOptions {
  /**
   * Whether the digest of a file is remembered for as long as the file's path, size, times and inode stay the same, so that it is not
   * read again. Default `true`.
   */
  readonly rememberDigests?: boolean
  /** Largest model that is taken, in bytes. Default 4 GiB. The API takes no more. */
  readonly maxModelBytes?: number
  /** Folder for models that come as a stream, each in a file that is removed when it is no longer needed. Default: the system's. */
  readonly spoolFolder?: string
}

const MAX_BYTES = 'an integer >= 1'
const FOLDER = 'a path'

export const pricingSchema = z.strictObject({
  rememberDigests: z.boolean('true or false').default(true),
  maxModelBytes: z
    .int(MAX_BYTES)
    .min(1, MAX_BYTES)
    .default(4 * 1024 ** 3),
  spoolFolder: z.string(FOLDER).min(1, FOLDER).optional(),
})

export const toModelOptions = (
  { rememberDigests, maxModelBytes, spoolFolder }: z.output<typeof pricingSchema>,
  clock: Clock,
): ModelOptions => ({
  clock,
  rememberDigests: rememberDigests ? new DigestMemory({ wallNow: () => clock.wallNow() }) : undefined,
  maxModelBytes,
  spoolFolder: spoolFolder ?? tmpdir(),
})
