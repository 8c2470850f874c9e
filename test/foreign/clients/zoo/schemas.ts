// Generated from zoo.yaml, do not edit: change the document and run `npm run generate`.
import { areDistinct, arrayOf, dateTime, json, oneOfBy, openEnum, openFormat, openObject, recordOf, z } from 'mes-crm-sdk/runtime'
import type { Cat, CatInput, Dog, DogInput, Forest, ForestInput, Tree, TreeInput, Value, ValueInput } from './types.ts'

export const namedSchema = z.looseObject({
  name: z.string().min(1),
})

export const catSchema = z.looseObject({
  name: z.string().min(1),
  id: z.int().exactOptional(),
  secret: z.string().exactOptional(),
  kind: z.string(),
  mood: openEnum(['good', 'bad']).nullable().exactOptional(),
  keeper: namedSchema.nullable().exactOptional(),
  lives: z.int().min(0).max(9),
})

export const dogSchema = z.looseObject({
  name: z.string().min(1),
  id: z.int().exactOptional(),
  secret: z.string().exactOptional(),
  kind: z.string(),
  mood: openEnum(['good', 'bad']).nullable().exactOptional(),
  keeper: namedSchema.nullable().exactOptional(),
  tricks: arrayOf(z.string()).max(3)
    .refine(areDistinct, 'must not repeat a value'),
})

export const animalSchema = oneOfBy<(Cat & { readonly kind: 'cat' }) | (Dog & { readonly kind: 'dog' }) | (Dog & { readonly kind: 'wolf' })>('kind', {
  cat: () => catSchema,
  dog: () => dogSchema,
  wolf: () => dogSchema,
})

export const namedInputSchema = z.looseObject({
  name: z.string().min(1),
})

export const catInputSchema = z.looseObject({
  name: z.string().min(1),
  id: z.int().optional(),
  secret: z.string().optional(),
  kind: z.string(),
  mood: z.enum(['good', 'bad']).nullable().optional(),
  keeper: namedInputSchema.nullable().optional(),
  lives: z.int().min(0).max(9),
})

export const dogInputSchema = z.looseObject({
  name: z.string().min(1),
  id: z.int().optional(),
  secret: z.string().optional(),
  kind: z.string(),
  mood: z.enum(['good', 'bad']).nullable().optional(),
  keeper: namedInputSchema.nullable().optional(),
  tricks: arrayOf(z.string()).max(3)
    .refine(areDistinct, 'must not repeat a value'),
})

export const animalInputSchema = oneOfBy<(CatInput & { readonly kind: 'cat' }) | (DogInput & { readonly kind: 'dog' }) | (DogInput & { readonly kind: 'wolf' })>('kind', {
  cat: () => catInputSchema,
  dog: () => dogInputSchema,
  wolf: () => dogInputSchema,
})

export const animalsGetAnimalAnswer202Schema = z.looseObject({
  eta: openFormat('date-time', dateTime()),
})

export const animalsListAnimalsAnswer2XXSchema = arrayOf(animalSchema)

export const animalsListAnimalsQuerySchema = z.strictObject({
  kind: z.enum(['cat', 'dog']).nullable().optional(),
})

export const contactSchema = z.union([
  z.looseObject({
    email: z.string(),
    phone: z.string().exactOptional(),
    extra: json.exactOptional(),
  }),
  z.looseObject({
    email: z.string().exactOptional(),
    phone: z.string(),
    extra: json.exactOptional(),
  }),
])

export const contactInputSchema = z.union([
  z.looseObject({
    email: z.string(),
    phone: z.string().optional(),
    extra: json.optional(),
  }),
  z.looseObject({
    email: z.string().optional(),
    phone: z.string(),
    extra: json.optional(),
  }),
])

export const treeSchema = z.looseObject({
  value: z.number(),
  get left(): z.ZodExactOptional<z.ZodType<Tree | null, Tree | null>> {
    return treeSchema.nullable().exactOptional()
  },
  get children(): z.ZodExactOptional<z.ZodType<Forest, Forest>> {
    return forestSchema.exactOptional()
  },
  get byName(): z.ZodExactOptional<z.ZodType<{
    readonly [name: string]: Tree
  }, {
    readonly [name: string]: Tree
  }>> {
    return recordOf(treeSchema).exactOptional()
  },
})

export const forestSchema = arrayOf(treeSchema)

export const treeInputSchema = z.looseObject({
  value: z.number(),
  get left(): z.ZodOptional<z.ZodType<TreeInput | null, TreeInput | null>> {
    return treeInputSchema.nullable().optional()
  },
  get children(): z.ZodOptional<z.ZodType<ForestInput, ForestInput>> {
    return forestInputSchema.optional()
  },
  get byName(): z.ZodOptional<z.ZodType<{
    readonly [name: string]: TreeInput
  }, {
    readonly [name: string]: TreeInput
  }>> {
    return recordOf(treeInputSchema).optional()
  },
})

export const forestInputSchema = arrayOf(treeInputSchema)

export const labelsSchema = openObject({
  count: z.int(),
  note: z.string().exactOptional(),
}, z.string())
  .refine((fields) => Object.keys(fields).length >= 2, 'must have at least 2 fields')

export const labelsInputSchema = openObject({
  count: z.int(),
  note: z.string().optional(),
}, z.string())
  .refine((fields) => Object.keys(fields).length >= 2, 'must have at least 2 fields')

export const valueSchema: z.ZodType<Value, Value> = z.union([z.string(), arrayOf(z.lazy(() => valueSchema)), recordOf(z.lazy(() => valueSchema))])

export const valueInputSchema: z.ZodType<ValueInput, ValueInput> = z.union([z.string(), arrayOf(z.lazy(() => valueInputSchema)), recordOf(z.lazy(() => valueInputSchema))])

/** Request of `createAnimal`. */
export const animalsCreateAnimalRequestSchema = z.strictObject({
  body: animalInputSchema,
})

/** Request of `deleteAnimal`. */
export const animalsDeleteAnimalRequestSchema = z.strictObject({
  path: z.strictObject({ animalId: z.int() }),
})

/** Request of `getAnimal`. */
export const animalsGetAnimalRequestSchema = z.strictObject({
  path: z.strictObject({ animalId: z.int() }),
})

/** Request of `getPhoto`. */
export const animalsGetPhotoRequestSchema = z.strictObject({
  path: z.strictObject({ animalId: z.int() }),
})

/** Request of `getReport`. */
export const animalsGetReportRequestSchema = z.strictObject({
  path: z.strictObject({ animalId: z.int() }),
})

/** Request of `hasAnimal`. */
export const animalsHasAnimalRequestSchema = z.strictObject({
  path: z.strictObject({ animalId: z.int() }),
})

/** Request of `listAnimals`. */
export const animalsListAnimalsRequestSchema = z.strictObject({
  query: animalsListAnimalsQuerySchema.optional(),
})

/** Request of `putTree`. */
export const treesPutTreeRequestSchema = z.strictObject({
  body: treeInputSchema,
})

/** Request of `putContact`. */
export const valuesPutContactRequestSchema = z.strictObject({
  body: contactInputSchema,
})

/** Request of `putLabels`. */
export const valuesPutLabelsRequestSchema = z.strictObject({
  body: labelsInputSchema,
})

/** Request of `putValue`. */
export const valuesPutValueRequestSchema = z.strictObject({
  body: valueInputSchema,
})
