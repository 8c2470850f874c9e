import { expect, test } from 'vitest'
import { readApi } from '../../../generator/read/api.ts'
import { sensitiveOf } from '../../../generator/policy/sensitive.ts'
import { parseSource } from '../../../generator/read/source.ts'

const document = `openapi: 3.1.0
paths:
  /parcels/{code}:
    post:
      operationId: parcels.send
      parameters:
        - { name: code, in: path, required: true, x-sensitive: true, schema: { type: string } }
        - { name: X-Secret, in: header, schema: { type: string, x-sensitive: true } }
        - { name: q, in: query, schema: { type: string } }
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/Parcel' } } }
      responses:
        '200':
          headers: { Location: { x-sensitive: true, schema: { type: string } }, ETag: { schema: { type: string } } }
          content: { application/json: { schema: { allOf: [{ $ref: '#/components/schemas/Parcel' }, { properties: { uploadUrl: { type: string, x-sensitive: true } } }] } } }
        '404':
          content: { application/json: { schema: { properties: { hint/1: { type: string, x-sensitive: true } } } } }
    get:
      operationId: parcels.get
      responses: { '204': { description: none } }
components:
  schemas:
    Name: { type: string, x-sensitive: true }
    Parcel:
      properties:
        shipTo: { properties: { name: { $ref: '#/components/schemas/Name' }, city: { type: string } } }
        items: { type: array, items: { properties: { url: { type: string, x-sensitive: true } } } }
        notes: { additionalProperties: { $ref: '#/components/schemas/Name' } }
        inner: { $ref: '#/components/schemas/Parcel' }
        insured: { $ref: '#/components/schemas/Insured' }
    Insured: { $ref: '#/components/schemas/Cover', properties: { policy: { type: string, x-sensitive: true } } }
    Cover: { properties: { holder: { type: string, x-sensitive: true }, sum: { type: integer } } }
`

test('what the document marks is named by pointers into the parts of a message, and a recursion is followed once', () => {
  const source = parseSource('parcels.yaml', document)
  if (!('root' in source)) throw new Error('expected a document')
  const [get, send] = readApi('parcels', source).operations.map((operation) => sensitiveOf(source.root, operation))
  const inParcel = ['/body/shipTo/name', '/body/items/*/url', '/body/notes/*', '/body/insured/holder', '/body/insured/policy']
  expect(send).toEqual({
    request: ['/path/code', '/header/X-Secret', ...inParcel],
    response: ['/header/Location', ...inParcel, '/body/uploadUrl', '/body/hint~11'],
  })
  expect(get).toBeUndefined()
})
