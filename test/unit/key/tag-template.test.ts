import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileExpression, compileTemplate, evaluateTags } from '../../../src/key/tag-template.ts'
import type { Message, TagSource } from '../../../src/key/tag-template.ts'

const tagsOf = (source: string | TagSource, message: Message) =>
  evaluateTags([compileTemplate(typeof source === 'string' ? { template: source } : source)], message)

const answer = (body: unknown, headers: Record<string, string> = {}, status = 200): Message => ({
  response: { status, body, header: (name) => headers[name] },
})

describe('tags of a message', () => {
  test('a template without expressions is its own tag', () => {
    expect(tagsOf('stats', {})).toEqual({ tags: ['stats'], unresolved: false })
  })

  test('an expression is replaced by its value', () => {
    expect(tagsOf('order:{$request.path.orderId}', { path: { orderId: '7' } }).tags).toEqual(['order:7'])
    expect(tagsOf('v:{$request.header.if-match}', { header: { 'If-Match': '"7"' } }).tags).toEqual(['v:"7"'])
    expect(tagsOf('material:{$request.body#/materialCode}', { body: { materialCode: 'AU585' } }).tags).toEqual(['material:AU585'])
    expect(tagsOf('s:{$statusCode}:{$response.header.ETag}', answer(null, { ETag: 'x' }, 202)).tags).toEqual(['s:202:x'])
  })

  test('a repeated query parameter makes one tag for each value, each once', () => {
    expect(tagsOf('orders:status:{$request.query.status}', { query: { status: ['A', 'B', 'A'] } }).tags).toEqual([
      'orders:status:A',
      'orders:status:B',
    ])
  })

  test('"*" makes one tag for every element', () => {
    const ids = fc.array(fc.uuid())
    fc.assert(
      fc.property(ids, (list) => {
        const { tags, unresolved } = tagsOf('order:{$response.body#/items/*/id}', answer({ items: list.map((id) => ({ id })) }))
        expect(tags).toEqual([...new Set(list)].map((id) => `order:${id}`))
        expect(unresolved).toBe(false)
      }),
    )
  })

  test('several expressions make every combination', () => {
    expect(tagsOf('{$request.query.a}:{$request.query.b}', { query: { a: [1, 2], b: ['x', 'y'] } }).tags).toEqual([
      '1:x',
      '1:y',
      '2:x',
      '2:y',
    ])
  })

  test('a parameter that was left out stands for the values named for its absence', () => {
    const source = { template: 'orders:status:{$request.query.status}', absent: { '$request.query.status': ['A', 'B'] } }
    for (const query of [{}, { status: [] }, { status: undefined }]) {
      expect(tagsOf(source, { query })).toEqual({ tags: ['orders:status:A', 'orders:status:B'], unresolved: false })
    }
    expect(tagsOf(source, { query: { status: 'B' } }).tags).toEqual(['orders:status:B'])
  })

  test('a parameter that was left out makes no tag when nothing is named for its absence', () => {
    expect(tagsOf('partner:{$request.query.partnerId}', {})).toEqual({ tags: [], unresolved: false })
  })
})

describe('an expression about the answer is unresolved', () => {
  const template = 'orders:status:{$response.body#/previousStatus}'

  test('while there is no answer', () => {
    expect(tagsOf(template, { path: {} })).toEqual({ tags: [], unresolved: true })
    expect(tagsOf('x:{$statusCode}', {}).unresolved).toBe(true)
  })

  test('when it leads nowhere, or to an object', () => {
    for (const body of [{}, undefined, 'text', [], { previousStatus: {} }]) {
      expect(tagsOf(template, answer(body)).unresolved).toBe(true)
    }
  })

  test('when any element lacks it', () => {
    expect(tagsOf('order:{$response.body#/items/*/id}', answer({ items: [{ id: '1' }, {}] })).unresolved).toBe(true)
  })

  test('but not when the answer says null, which is no value', () => {
    const operator = 'operator:{$response.body#/assignee/operatorId}'
    expect(tagsOf(operator, answer({ assignee: null }))).toEqual({ tags: [], unresolved: false })
  })

  test('and the other templates keep their tags', () => {
    const templates = ['order:{$request.path.orderId}', template, 'stats'].map((text) => compileTemplate({ template: text }))
    expect(evaluateTags(templates, { path: { orderId: '7' } })).toEqual({ tags: ['order:7', 'stats'], unresolved: true })
    expect(templates.map(({ collection }) => collection)).toEqual(['order', 'orders', 'stats'])
  })
})

describe('tags that no cache takes are left out, and said to be missing', () => {
  const shipped = (status: unknown): Message => ({ response: { status: 200, header: () => null, body: { status } } })
  const of = (message: Message) =>
    evaluateTags([compileTemplate({ template: 'orders:status:{$response.body#/status}' })], message)

  test.each([
    ['a value of 8 MB', 'x'.repeat(8_000_000)],
    ['half of a character', '\ud83d'],
  ])('for %s', (_, status) => {
    expect(of(shipped(status))).toEqual({ tags: [], unresolved: true })
  })

  test('beside those that are fit', () => {
    const template = { template: 'order:{$response.body#/ids/*}' }
    const message: Message = { response: { status: 200, header: () => null, body: { ids: ['1', 'x'.repeat(600), '2'] } } }
    expect(evaluateTags([compileTemplate(template)], message)).toEqual({ tags: ['order:1', 'order:2'], unresolved: true })
  })

  test('where one template makes more than 1,000, of one list or of two', () => {
    const ids = Array.from({ length: 1_001 }, (_, index) => index)
    const template = compileTemplate({ template: 'order:{$request.query.id}' })
    expect(evaluateTags([template], { query: { id: ids } })).toEqual({ tags: [], unresolved: true })
    expect(evaluateTags([template], { query: { id: ids.slice(1) } })).toMatchObject({ unresolved: false })
    const crossed = compileTemplate({ template: 'order:{$request.query.id}:{$request.query.id}' })
    expect(evaluateTags([crossed], { query: { id: ids.slice(0, 40) } })).toEqual({ tags: [], unresolved: true })
  })
})

test('inherited properties are no fields', () => {
  expect(tagsOf('x:{$response.body#/constructor/name}', answer({})).unresolved).toBe(true)
  expect(compileExpression('$request.body#/toString')({ body: {} })).toBeUndefined()
})

test('a single expression has values of their own type', () => {
  expect(compileExpression('$response.body#/n')(answer({ n: 4 }))).toEqual([4])
  expect(compileExpression('$statusCode')(answer({}, {}, 202))).toEqual([202])
})
