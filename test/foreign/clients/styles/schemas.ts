// Generated from styles.yaml, do not edit: change the document and run `npm run generate`.
import { arrayOf, binaryBody, binaryPart, json, recordOf, z } from 'mes-crm-sdk/runtime'

export const bodiesBinaryAnswer200Schema = z.looseObject({
  path: json,
  query: json,
  header: json,
  cookie: json,
  body: json.exactOptional(),
  url: z.string().exactOptional(),
  type: z.string().exactOptional(),
})

export const bodiesFormAnswer200Schema = z.looseObject({
  path: json,
  query: json,
  header: json,
  cookie: json,
  body: json.exactOptional(),
  url: z.string().exactOptional(),
  type: z.string().exactOptional(),
})

export const pointInputSchema = z.looseObject({
  x: z.int(),
  y: z.int(),
})

export const bodiesFormBodySchema = z.looseObject({
  name: z.string(),
  tags: arrayOf(z.string()).optional(),
  at: pointInputSchema.optional(),
})

export const bodiesMergeAnswer200Schema = z.looseObject({
  path: json,
  query: json,
  header: json,
  cookie: json,
  body: json.exactOptional(),
  url: z.string().exactOptional(),
  type: z.string().exactOptional(),
})

export const bodiesMergeBodySchema = recordOf(z.string().nullable())

export const bodiesMultipartAnswer200Schema = z.looseObject({
  path: json,
  query: json,
  header: json,
  cookie: json,
  body: json.exactOptional(),
  url: z.string().exactOptional(),
  type: z.string().exactOptional(),
})

export const pointFormSchema = z.looseObject({
  x: z.int(),
  y: z.int(),
})

export const bodiesMultipartBodySchema = z.looseObject({
  file: binaryPart,
  more: arrayOf(binaryPart).optional(),
  at: pointFormSchema.optional(),
  note: z.string().optional(),
})

export const bodiesTextAnswer200Schema = z.looseObject({
  path: json,
  query: json,
  header: json,
  cookie: json,
  body: json.exactOptional(),
  url: z.string().exactOptional(),
  type: z.string().exactOptional(),
})

export const echoHeadersAnswer200Schema = z.looseObject({
  path: json,
  query: json,
  header: json,
  cookie: json,
  body: json.exactOptional(),
  url: z.string().exactOptional(),
  type: z.string().exactOptional(),
})

export const echoLabelAnswer200Schema = z.looseObject({
  path: json,
  query: json,
  header: json,
  cookie: json,
  body: json.exactOptional(),
  url: z.string().exactOptional(),
  type: z.string().exactOptional(),
})

export const echoMatrixAnswer200Schema = z.looseObject({
  path: json,
  query: json,
  header: json,
  cookie: json,
  body: json.exactOptional(),
  url: z.string().exactOptional(),
  type: z.string().exactOptional(),
})

export const echoQueryAnswer200Schema = z.looseObject({
  path: json,
  query: json,
  header: json,
  cookie: json,
  body: json.exactOptional(),
  url: z.string().exactOptional(),
  type: z.string().exactOptional(),
})

export const echoQueryQuerySchema = z.strictObject({
  elements: arrayOf(z.string()).optional(),
  list: arrayOf(z.string()).optional(),
  spaced: arrayOf(z.int()).optional(),
  piped: arrayOf(z.int()).optional(),
  members: pointInputSchema.optional(),
  map: pointInputSchema.optional(),
  deep: z.looseObject({
    name: z.string().optional(),
    price: z.looseObject({
      min: z.number().optional(),
    }).optional(),
  }).optional(),
  reserved: z.string().optional(),
  'odd name[]': z.string().optional(),
  json: pointInputSchema.optional(),
})

export const echoSimpleAnswer200Schema = z.looseObject({
  path: json,
  query: json,
  header: json,
  cookie: json,
  body: json.exactOptional(),
  url: z.string().exactOptional(),
  type: z.string().exactOptional(),
})

/** Request of `bodies.binary`. */
export const bodiesBinaryRequestSchema = z.strictObject({
  body: binaryBody,
})

/** Request of `bodies.form`. */
export const bodiesFormRequestSchema = z.strictObject({
  body: bodiesFormBodySchema,
})

/** Request of `bodies.merge`. */
export const bodiesMergeRequestSchema = z.strictObject({
  body: bodiesMergeBodySchema,
})

/** Request of `bodies.multipart`. */
export const bodiesMultipartRequestSchema = z.strictObject({
  body: bodiesMultipartBodySchema,
})

/** Request of `bodies.text`. */
export const bodiesTextRequestSchema = z.strictObject({
  body: z.string().optional(),
})

/** Request of `echo.headers`. */
export const echoHeadersRequestSchema = z.strictObject({
  header: z.strictObject({
    'X-List': arrayOf(z.int()),
    'X-Map': pointInputSchema.optional(),
    'X-Members': pointInputSchema.optional(),
    timeout: z.string().optional(),
  }),
  cookie: z.strictObject({ theme: z.enum(['dark', 'light']).optional(), ids: arrayOf(z.int()).optional() }).optional(),
})

/** Request of `echo.label`. */
export const echoLabelRequestSchema = z.strictObject({
  path: z.strictObject({
    list: arrayOf(z.string()),
    elements: arrayOf(z.string()),
    map: pointInputSchema,
    members: pointInputSchema,
  }),
})

/** Request of `echo.matrix`. */
export const echoMatrixRequestSchema = z.strictObject({
  path: z.strictObject({
    id: z.int(),
    list: arrayOf(z.string()),
    elements: arrayOf(z.string()),
    map: pointInputSchema,
    members: pointInputSchema,
  }),
})

/** Request of `echo.query`. */
export const echoQueryRequestSchema = z.strictObject({
  query: echoQueryQuerySchema.optional(),
})

/** Request of `echo.simple`. */
export const echoSimpleRequestSchema = z.strictObject({
  path: z.strictObject({
    list: arrayOf(z.string()),
    map: pointInputSchema,
    members: pointInputSchema,
    text: z.string(),
  }),
})
