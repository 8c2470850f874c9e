import { z } from 'zod'

/** A text that is one of the known values, or one that a later version of the API has added. Editors offer the known ones. */
export type OpenEnum<Known extends string> = Known | (string & {})

/** A schema that accepts every text and remembers which are known, so that unknown ones can be reported. */
export const openEnum = <const Known extends string>(known: readonly Known[]): z.ZodType<OpenEnum<Known>, OpenEnum<Known>> =>
  z.string().meta({ openEnum: known })

/** The known values of a schema made by `openEnum`, `undefined` for any other schema. */
export const knownValues = (schema: z.ZodType): readonly string[] | undefined => {
  const known = schema.meta()?.['openEnum']
  return Array.isArray(known) ? known : undefined
}
