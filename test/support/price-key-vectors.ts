import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'

/** Where the vectors stand. */
export const priceKeyVectorsPath = resolve(import.meta.dirname, '../../protocol/price-key-vectors.json')

/** `parameters` is JSON text. */
const given = z.strictObject({ name: z.string(), sha256: z.string(), parameters: z.string() })

const schema = z.strictObject({
  about: z.string(),
  version: z.literal(1),
  keys: z.array(given.extend({ canonical: z.string(), key: z.string() }).strict()),
  refused: z.array(given),
})

/** The test vectors of the key of a price that ship with the package. */
export const priceKeyVectors = schema.parse(JSON.parse(await readFile(priceKeyVectorsPath, 'utf8')))
