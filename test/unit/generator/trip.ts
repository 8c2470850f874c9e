import { readApi } from '../../../generator/read/api.ts'
import { readCatalog } from '../../../generator/read/catalog.ts'
import type { Diagnostic } from '../../../generator/diagnostic.ts'
import { lint } from '../../../generator/lint/lint.ts'
import { parseSource } from '../../../generator/read/source.ts'
import type { Source } from '../../../generator/read/source.ts'

/** A document without defects that uses every extension. */
export const sound = `openapi: 3.1.0
info: { title: Things, version: '1' }
x-events:
  - kind:{name}
  - things
paths:
  /things:
    get:
      operationId: things.list
      parameters:
        - { name: state, in: query, schema: { type: array, items: { $ref: '#/components/schemas/State' } } }
        - { name: owner, in: query, schema: { type: string } }
        - { name: cursor, in: query, schema: { type: string } }
      responses:
        '200':
          description: A page.
          content: { application/json: { schema: { $ref: '#/components/schemas/ThingPage' } } }
      x-paging:
        cursor: cursor
        items: items
        next: nextCursor
      x-cache:
        ttl: 30s
        scope: principal
        tiers: [memory]
        tags:
          - things
          - things:state:{$request.query.state}
          - thing:{$response.body#/items/*/id}
  /things/{thingId}:
    parameters:
      - { name: thingId, in: path, required: true, schema: { type: string } }
    get:
      operationId: things.get
      responses:
        '200':
          description: The thing.
          headers: { Retry-After: { schema: { type: integer } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }
      x-cache:
        ttl:
          - when: { $response.body#/state: [NEW] }
            ttl: 10s
            notAfter: $response.header.Retry-After
          - ttl: 10m
            notAfter: [$response.body#/validUntil]
        scope: shared
        tags:
          - thing:{$request.path.thingId}
          - "kind:{$response.body#/kind/name}"
    post:
      operationId: things.move
      parameters:
        - { name: If-Match, in: header, schema: { type: string } }
      requestBody:
        content: { application/json: { schema: { type: object, properties: { to: { type: string } } } } }
      responses:
        '200':
          description: The thing.
          content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }
      x-invalidates:
        - thing:{$request.path.thingId}
        - things:state:{$response.body#/state}
        - things:state:{$request.body#/to}
components:
  schemas:
    State: { type: string, enum: [NEW, DONE] }
    Kind: { type: object, properties: { name: { type: string } } }
    Thing:
      type: object
      properties:
        id: { type: string }
        state: { $ref: '#/components/schemas/State' }
        kind: { oneOf: [{ $ref: '#/components/schemas/Kind' }, { type: 'null' }] }
        validUntil: { type: string, format: date-time }
    ThingPage:
      type: object
      properties:
        items: { type: array, items: { $ref: '#/components/schemas/Thing' } }
        nextCursor: { type: [string, 'null'] }
`

/** Diagnostics of documents, by their file names. */
export const lintTexts = (texts: Readonly<Record<string, string>>): readonly Diagnostic[] => {
  const parsed = Object.entries(texts).map(([file, text]) => ({ file, source: parseSource(file, text) }))
  const broken = parsed.flatMap(({ source }) => (isSource(source) ? [] : source))
  if (broken.length > 0) return broken
  const apis = parsed.flatMap(({ file, source }) => (isSource(source) ? [readApi(file, source)] : []))
  return lint(apis.map((api) => [api, readCatalog(api)]))
}

const isSource = (source: Source | readonly Diagnostic[]): source is Source => !Array.isArray(source)

/** A defect, and whether it was reported where the mark stands. */
export interface Report {
  readonly file: string
  readonly isAtMark: boolean
  readonly message: string
}

/** Defects of the sound document with one place replaced. `▸` in the replacement marks where they are to be reported. */
export const report = (from: string, to: string): readonly Report[] => {
  if (sound.split(from).length !== 2) throw new Error(`"${from}" does not stand once in the document`)
  const marked = sound.replace(from, () => to)
  const before = marked.slice(0, marked.indexOf('▸')).split('\n')
  const mark = { line: before.length, column: (before.at(-1) ?? '').length + 1 }
  return lintTexts({ 'things.yaml': marked.replace('▸', '') }).map(({ file, line, column, message }) => ({
    file,
    isAtMark: line === mark.line && column === mark.column,
    message,
  }))
}
