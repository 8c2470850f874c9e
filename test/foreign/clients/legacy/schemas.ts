// Generated from legacy.yaml, do not edit: change the document and run `npm run generate`.
import { arrayOf, json, openEnum, recordOf, z } from 'mes-crm-sdk/runtime'
import type { Thing, ThingInput } from './types.ts'

export const sizeInMmSchema = z.number().lt(10)

export const thingSchema = z.looseObject({
  id: z.int().gt(0),
  get parent(): z.ZodExactOptional<z.ZodType<Thing | null, Thing | null>> {
    return thingSchema.nullable().exactOptional()
  },
  'content-type': openEnum(['a', 'b']).nullable().exactOptional(),
  size: sizeInMmSchema.exactOptional(),
  implied: z.looseObject({
    deep: z.string().min(2).exactOptional(),
  }).exactOptional(),
  free: recordOf(json).exactOptional(),
  anything: json.exactOptional(),
})

export const oddThingsGetThingsAnswer200Schema = arrayOf(thingSchema)

export const oddThingsGetThingsQuerySchema = z.strictObject({
  since: z.string().nullable().optional(),
})

export const promise2Schema = z.looseObject({
  ok: z.boolean().exactOptional(),
})

export const shapeSchema = z.looseObject({
  shapeType: z.string(),
})

export const shapeInputSchema = z.looseObject({
  shapeType: z.string(),
})

export const thing2Schema = z.looseObject({
  class: z.string(),
  default: z.boolean().exactOptional(),
})

export const thingInputSchema = z.looseObject({
  id: z.int().gt(0),
  get parent(): z.ZodOptional<z.ZodType<ThingInput | null, ThingInput | null>> {
    return thingInputSchema.nullable().optional()
  },
  'content-type': z.enum(['a', 'b']).nullable().optional(),
  size: sizeInMmSchema.optional(),
  implied: z.looseObject({
    deep: z.string().min(2).optional(),
  }).optional(),
  free: recordOf(json).optional(),
  anything: json.optional(),
})

export const twiceListThings2Answer200Schema = z.string()

export const twiceListThingsAnswer200Schema = z.string()

/** Request of `delete`. */
export const defaultDeleteRequestSchema = z.strictObject({})

/** Request of `GET /things`. */
export const oddThingsGetThingsRequestSchema = z.strictObject({
  query: oddThingsGetThingsQuerySchema.optional(),
})

/** Request of `putShape`. */
export const shapesPutShapeRequestSchema = z.strictObject({
  body: shapeInputSchema,
})

/** Request of `then `. */
export const thenResourceThen2RequestSchema = z.strictObject({})

/** Request of `things/create-one`. */
export const thingsCreateOneRequestSchema = z.strictObject({
  body: thingInputSchema.optional(),
})

/** Request of `things/get`. */
export const thingsGetRequestSchema = z.strictObject({
  path: z.strictObject({ class: z.string(), body: z.string(), 'thing-id': z.string() }),
})

/** Request of `list things`. */
export const twiceListThingsRequestSchema = z.strictObject({})

/** Request of `list_things`. */
export const twiceListThings2RequestSchema = z.strictObject({})
