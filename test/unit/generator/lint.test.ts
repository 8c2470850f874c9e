import { describe, expect, test } from 'vitest'
import { formatDiagnostic } from '../../../generator/diagnostic.ts'
import { lintTexts, report, sound } from './trip.ts'

type Case = readonly [law: string, from: string, to: string, message: string]

/** One defect, where the mark stands, and no other. */
const alone = (message: string) => [{ file: 'things.yaml', isAtMark: true, message: expect.stringContaining(message) }]

test('a sound document has no defect', () => {
  expect(lintTexts({ 'things.yaml': sound })).toEqual([])
})

describe('an expression is refused', () => {
  test.each<Case>([
    [
      'when its kind is unknown',
      '- thing:{$response.body#/items/*/id}',
      '- thing:{▸$respons.body#/items}',
      'unknown expression "$respons.body#/items"; did you mean "$response.body#/"?',
    ],
    ['when its brace is open', '- thing:{$response.body#/items/*/id}', '- thing:▸{$response.body#/items/*/id', '"{" without "}"'],
    [
      'when its path parameter is misspelt',
      '- thing:{$request.path.thingId}\n          -',
      '- thing:{$request.path.▸thingID2}\n          -',
      'path parameter "thingID2" does not exist; did you mean "thingId"?',
    ],
    [
      'when its query parameter is misspelt',
      '{$request.query.state}',
      '{$request.query.▸stat}',
      'query parameter "stat" does not exist; did you mean "state"?',
    ],
    [
      'when its request header is misspelt',
      '{$request.body#/to}',
      '{$request.header.▸If-Mach}',
      'request header "If-Mach" does not exist; did you mean "If-Match"?',
    ],
    [
      'when its response header is misspelt',
      'notAfter: $response.header.Retry-After',
      'notAfter: $response.header.▸Retry-Aftr',
      'response header "Retry-Aftr" does not exist; did you mean "Retry-After"?',
    ],
    [
      'when the field of the answer does not exist',
      '{$response.body#/items/*/id}',
      '{$response.body#/items/*/▸idd}',
      'field "idd" does not exist in $response.body#/items/*/idd; did you mean "id"?',
    ],
    [
      'when an element is asked for where there is no list',
      '{$response.body#/items/*/id}',
      '{$response.body#/▸*/id}',
      'field "*" does not exist',
    ],
    [
      'when the field of a quoted template does not exist',
      '"kind:{$response.body#/kind/name}"',
      '"kind:{$response.body#/kind/▸nam}"',
      'field "nam" does not exist in $response.body#/kind/nam; did you mean "name"?',
    ],
    ['when the field of the body does not exist', '{$request.body#/to}', '{$request.body#/▸too}', 'did you mean "to"?'],
    [
      'when the condition names a field that does not exist',
      'when: { $response.body#/state: [NEW] }',
      'when: { ▸$response.body#/stat: [NEW] }',
      'did you mean "state"?',
    ],
  ])('%s', (_law, from, to, message) => {
    expect(report(from, to)).toEqual(alone(message))
  })
})

describe('a tag is refused', () => {
  test.each<Case>([
    [
      'when nothing invalidates it',
      '- things\n          -',
      '- things\n          - ▸thing-list\n          -',
      'nothing invalidates the tag "thing-list": no x-invalidates and no x-events names it',
    ],
    [
      'when nothing invalidates tags of its shape',
      '- "kind:{$response.body#/kind/name}"',
      '- ▸"kinds:{$response.body#/kind/name}"',
      'did you mean "kind:{name}"?',
    ],
    [
      'when requests without the parameter would not carry it',
      'things:state:{$request.query.state}',
      'thing:{▸$request.query.owner}',
      '"$request.query.owner" may be left out and has no enumeration: requests without it would carry no such tag',
    ],
    [
      'when it falls back on a collection that nothing cached has',
      '- things:state:{$response.body#/state}',
      '- ▸thing:{$response.body#/id}',
      'its collection "thing" is no tag of a cached operation',
    ],
  ])('%s', (_law, from, to, message) => {
    expect(report(from, to)).toEqual(alone(message))
  })

  test('only when no other document invalidates it either', () => {
    const other = 'openapi: 3.1.0\nx-events: [thing-list]\npaths: {}\n'
    const text = sound.replace('          - things\n', '          - thing-list\n          - things\n')
    expect(lintTexts({ 'things.yaml': text }).map(formatDiagnostic)).toHaveLength(1)
    expect(lintTexts({ 'things.yaml': text, 'other.yaml': other })).toEqual([])
  })
})

test('a create that drops the lists may name what it made by the answer', () => {
  const creating = (key: string, tags: string) =>
    lintTexts({
      'things.yaml': sound
        .replace('{ name: If-Match, in: header', `{ name: ${key}, in: header`)
        .replace('- things:state:{$response.body#/state}', `- thing:{$response.body#/id}\n        - ${tags}`),
    }).map(({ message }) => message)
  expect(creating('Idempotency-Key', 'things')).toEqual([])
  expect(creating('Idempotency-Key', 'things:state:DONE')).toHaveLength(1)
  expect(creating('If-Match', 'things')).toHaveLength(1)
})

test('a hold is refused where no tag is named by the request alone', () => {
  const from =
    'x-invalidates:\n        - thing:{$request.path.thingId}\n        - things:state:{$response.body#/state}\n        - things:state:{$request.body#/to}'
  const to = '▸x-hold: 30s\n      x-invalidates:\n        - things\n        - things:state:{$response.body#/state}'
  expect(report(from, to)).toEqual(expect.arrayContaining(alone('x-hold holds nothing')))
})

describe('an operation is refused', () => {
  test('when it is a command without a declared effect, at its method', () => {
    const text = sound
      .replace(/      x-invalidates:\n(?: {8}- .*\n)+/, '')
      .replace('x-events:\n', 'x-events:\n  - thing:{id}\n  - things:state:{state}\n')
    expect(lintTexts({ 'things.yaml': text })).toEqual([
      {
        file: 'things.yaml',
        line: text.split('\n').indexOf('    post:') + 1,
        column: 5,
        message: 'the command things.move does not say what it invalidates: add x-invalidates, [] when it makes nothing stale',
      },
    ])
  })

  test.each<Case>([
    [
      'when it is cached without a scope',
      'x-cache:\n        ttl: 30s\n        scope: principal\n',
      '▸x-cache:\n        ttl: 30s\n',
      'x-cache has no "scope"',
    ],
    [
      'when its scope is misspelt',
      'scope: shared',
      'scope: ▸shard',
      'x-cache/scope must be one of principal, shared; did you mean "shared"?',
    ],
    ['when its duration has no unit', 'ttl: 30s', 'ttl: ▸"30"', 'invalid duration "30"'],
    [
      'when its duration has an unknown unit',
      'ttl: 10m',
      'ttl: ▸10min',
      'invalid duration "10min": expected a number and a unit',
    ],
    [
      'when a key of its policy is misspelt',
      'tiers: [memory]',
      '▸tier: [memory]',
      'unknown "tier" in x-cache; did you mean "tiers"?',
    ],
    ['when its tier is unknown', 'tiers: [memory]', 'tiers: [▸disk]', 'x-cache/tiers/0 must be one of memory, redis'],
    [
      'when its condition asks for a value that the field never has',
      '[NEW]',
      '[▸NEWW]',
      '"NEWW" is no value of $response.body#/state; did you mean "NEW"?',
    ],
    [
      'when a cap is no date-time',
      'notAfter: [$response.body#/validUntil]',
      'notAfter: [▸$response.body#/id]',
      'is neither a date-time of the body nor',
    ],
    [
      'when its cursor is no parameter',
      'cursor: cursor',
      'cursor: ▸curser',
      'query parameter "curser" does not exist; did you mean "cursor"?',
    ],
    [
      'when its rows are no field',
      'items: items\n',
      'items: ▸item\n',
      'field "item" does not exist in the answer; did you mean "items"?',
    ],
    ['when its rows are no list', 'items: items\n', 'items: ▸nextCursor\n', 'field "nextCursor" is no list'],
    ['when its next cursor is no field', 'next: nextCursor', 'next: ▸next', 'field "next" does not exist in the answer'],
    ['when it reads and yet invalidates', 'x-paging:', '▸x-invalidates: []\n      x-paging:', 'a GET has no effect'],
    [
      'when it is a command and yet cached',
      'x-invalidates:\n',
      '▸x-cache: { ttl: 0s, scope: shared, tags: [things] }\n      x-invalidates:\n',
      'only a GET can be cached',
    ],
    [
      'when it reads and yet holds',
      'x-paging:',
      '▸x-hold: 30s\n      x-paging:',
      'a GET has no effect: x-hold belongs on commands',
    ],
    [
      'when it reads and yet settles',
      'x-paging:',
      '▸x-settle: 2s\n      x-paging:',
      'a GET has no effect: x-settle belongs on commands',
    ],
    ['when its hold is no duration', 'x-invalidates:\n', 'x-hold: ▸soon\n      x-invalidates:\n', 'invalid duration "soon"'],
    [
      'when its bound is no duration',
      'scope: principal\n',
      'scope: principal\n        maxStaleness: ▸0\n',
      'x-cache/maxStaleness must be string',
    ],
    ['when it has no id', '    get:\n      operationId: things.list\n', '    ▸get:\n', 'the operation has no operationId'],
    [
      'when it is read many at a time and asks for more',
      '    get:\n      operationId: things.get\n',
      '    get:\n      operationId: things.get\n      x-many: ▸getMany\n      parameters: [{ name: a, in: query, required: true, schema: { type: string } }]\n',
      'x-many needs an operation without other required parameters',
    ],
    [
      'when its method for many is taken',
      '    get:\n      operationId: things.get\n',
      '    get:\n      operationId: things.get\n      x-many: ▸list\n',
      'the method things.list is taken by another operation',
    ],
    [
      'when it speaks of a body that it does not take',
      '- thing:{$request.path.thingId}\n          -',
      '- thing:{▸$request.body#}\n          -',
      'there is no JSON body',
    ],
    [
      'when it is a command and yet read many at a time',
      'x-invalidates:\n',
      'x-many: ▸getMany\n      x-invalidates:\n',
      'x-many belongs on a GET',
    ],
    [
      'when it is read many at a time without an id',
      'x-paging:',
      'x-many: ▸getMany\n      x-paging:',
      'x-many needs an operation with one path parameter',
    ],
    [
      'when its grace is no duration',
      'scope: principal\n',
      'scope: principal\n        staleIfError: ▸ever\n',
      'invalid duration "ever"',
    ],
    [
      'when its limit allows nothing',
      'scope: principal\n',
      'scope: principal\n        maxConcurrentLoads: ▸0\n',
      'x-cache/maxConcurrentLoads must be >= 1',
    ],
    ['when its id is no resource and method', 'operationId: things.get', 'operationId: ▸getThing', 'must be "resource.method"'],
    [
      'when its id is taken',
      'operationId: things.move',
      'operationId: ▸things.get',
      'operationId "things.get" is taken by another operation',
    ],
  ])('%s', (_law, from, to, message) => {
    expect(report(from, to)).toEqual(alone(message))
  })
})

describe('an extension is refused', () => {
  test.each<Case>([
    [
      'when it is unknown',
      'x-paging:',
      '▸x-pagging: {}\n      x-paging:',
      'unknown extension "x-pagging"; did you mean "x-paging"?',
    ],
    [
      'when it is misspelt inside a schema',
      'State: { type',
      'State: { ▸x-sensitiv: true, type',
      'unknown extension "x-sensitiv"; did you mean "x-sensitive"?',
    ],
    ['when it belongs on an operation', 'paths:\n', '▸x-paging: {}\npaths:\n', 'x-paging belongs on an operation'],
    [
      'when it belongs at the root',
      'x-paging:',
      '▸x-events: []\n      x-paging:',
      'x-events belongs at the root of the document',
    ],
    [
      'when it marks an operation',
      'x-paging:',
      '▸x-sensitive: true\n      x-paging:',
      'x-sensitive belongs on a field, a parameter or a header',
    ],
    ['when its mark is no boolean', 'State: { type', 'State: { x-sensitive: ▸maybe, type', 'x-sensitive must be boolean'],
  ])('%s', (_law, from, to, message) => {
    expect(report(from, to)).toEqual(alone(message))
  })

  test('but a property may be named like one', () => {
    const text = sound
      .replace('        id: { type: string }', '        x-id: { type: string }')
      .replace('properties:\n        x-id', 'properties:\n        id: { type: string }\n        x-id')
    expect(text).toContain('x-id')
    expect(lintTexts({ 'things.yaml': text })).toEqual([])
  })
})

describe('a schema is refused', () => {
  test.each<Case>([
    ['when a keyword has no counterpart', 'State: { type', 'State: { ▸not: {}, type', '"not" cannot be generated'],
    ['when a keyword is misspelt', 'State: { type', 'State: { ▸minLenght: 1, type', 'did you mean "minLength"?'],
    [
      'when a required field does not exist',
      'ThingPage:\n      type: object',
      'ThingPage:\n      required: [▸item]\n      type: object',
      'did you mean "items"?',
    ],
    [
      'when its reference leads nowhere',
      "state: { $ref: '#/components/schemas/State' }\n",
      "state: { $ref: ▸'#/components/schemas/Stat' }\n",
      'did you mean "#/components/schemas/State"?',
    ],
    [
      'when its reference leaves the document',
      "state: { $ref: '#/components/schemas/State' }\n",
      "state: { $ref: ▸'other.yaml#/State' }\n",
      'is outside of the document',
    ],
    [
      'when its name is taken by what requests get',
      'Kind: { type: object, properties: {',
      "▸StateInput: { type: string }\n    Kind: { type: object, properties: { a: { $ref: '#/components/schemas/StateInput' },",
      'is taken',
    ],
    [
      'when its parts contradict each other',
      'kind: { oneOf',
      'a: ▸{ allOf: [{ type: string }, { type: number }] }\n        kind: { oneOf',
      'no value meets every part of this schema',
    ],
  ])('%s', (_law, from, to, message) => {
    expect(report(from, to)).toEqual(alone(message))
  })
})

test('text that is no YAML is reported where it breaks', () => {
  expect(lintTexts({ 'things.yaml': 'openapi: 3.1.0\npaths: {\n' })[0]).toMatchObject({ file: 'things.yaml', line: 3 })
})
