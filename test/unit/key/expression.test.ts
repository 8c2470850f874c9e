import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExpressionError, isOfResponse, parseExpression, parseTemplate } from '../../../src/key/expression.ts'

/** Where a template is refused, or that it is not. */
const outcomeOf = (text: string): number | 'parsed' => {
  try {
    parseTemplate(text)
    return 'parsed'
  } catch (error) {
    if (error instanceof ExpressionError) return error.offset
    throw error
  }
}

const literal = fc.string({ minLength: 1 }).filter((text) => !/[{}]/.test(text))
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,12}$/)
const step = fc.oneof(
  fc.constant('*'),
  fc.string().filter((text) => text !== '*' && !/[{}]/.test(text)),
)
const escaped = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1')
const expression = fc.oneof(
  fc
    .tuple(fc.constantFrom('$request.path.', '$request.query.', '$request.header.', '$response.header.'), name)
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('$request.body', '$response.body'), fc.array(step, { minLength: 1 }))
    .map(([body, steps]) => `${body}#${steps.map((text) => `/${escaped(text)}`).join('')}`),
  fc.constant('$statusCode'),
)

describe('an expression', () => {
  test('names a part of the request or of the answer', () => {
    expect(parseExpression('$request.path.orderId')).toEqual({ kind: 'path', text: '$request.path.orderId', name: 'orderId' })
    expect(parseExpression('$request.query.status')).toMatchObject({ kind: 'query', name: 'status' })
    expect(parseExpression('$request.header.If-Match')).toMatchObject({ kind: 'requestHeader', name: 'If-Match' })
    expect(parseExpression('$response.header.Retry-After')).toMatchObject({ kind: 'responseHeader', name: 'Retry-After' })
    expect(parseExpression('$statusCode')).toMatchObject({ kind: 'statusCode' })
  })

  test('points into a body, "*" standing for every element', () => {
    expect(parseExpression('$response.body#/items/*/id')).toMatchObject({ kind: 'responseBody', pointer: ['items', null, 'id'] })
    expect(parseExpression('$request.body#/a~1b/c~0d')).toMatchObject({ kind: 'requestBody', pointer: ['a/b', 'c~d'] })
    expect(parseExpression('$response.body')).toMatchObject({ kind: 'responseBody', pointer: [] })
  })

  test('speaks of the answer when it begins with $response or is the status code', () => {
    for (const text of ['$response.body#/a', '$response.header.A', '$statusCode']) {
      expect(isOfResponse(parseExpression(text))).toBe(true)
    }
    for (const text of ['$request.body#/a', '$request.header.A', '$request.path.a', '$request.query.a']) {
      expect(isOfResponse(parseExpression(text))).toBe(false)
    }
  })

  test.each([
    ['$request.cookie.a', 0],
    ['$url', 0],
    ['orderId', 0],
    ['$request.path.', 14],
    ['$response.body#items', 15],
    ['$response.body#/a~2b', 17],
  ])('%s is refused at offset %i', (text, offset) => {
    expect(() => parseExpression(text)).toThrow(ExpressionError)
    expect(outcomeOf(`x:{${text}}`)).toBe(3 + offset)
  })
})

describe('a template', () => {
  test('gives back what it was written as, part by part', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(literal, expression), { minLength: 1 }), (pairs) => {
        const { parts } = parseTemplate(pairs.map(([text, inner]) => `${text}{${inner}}`).join(''))
        expect(parts.map((part) => (typeof part === 'string' ? part : part.text))).toEqual(pairs.flat())
      }),
    )
  })

  test('whose braces have no partner is refused where the brace stands', () => {
    expect(outcomeOf('order:{$statusCode')).toBe(6)
    expect(outcomeOf('order:}')).toBe(6)
    expect(outcomeOf('a{$statusCode}b}')).toBe(15)
    expect(outcomeOf('')).toBe(0)
  })

  test('that is any text is parsed, or refused at a place inside it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', '$', 'a', '/', '#', '~', '*', '.') }), (text) => {
        const outcome = outcomeOf(text)
        expect(outcome === 'parsed' || (outcome >= 0 && outcome <= text.length)).toBe(true)
      }),
    )
  })
})
