import { Ajv2020, type Options } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'

const CLOSED: Options = { allErrors: true, useDefaults: true, removeAdditional: false, strict: false }

/**
 * Validates requests: what is misspelt is refused rather than dropped. Parameters are texts and become what their schema
 * says, a single `status` a list of one; a body's members must be what they are.
 */
export function createValidation(): FastifySchemaCompiler<object> {
  const parameters = new Ajv2020({ ...CLOSED, coerceTypes: 'array' })
  const bodies = new Ajv2020(CLOSED)
  for (const ajv of [parameters, bodies]) formats.default(ajv)
  return ({ schema, httpPart }) => (httpPart === 'body' ? bodies : parameters).compile(schema)
}
