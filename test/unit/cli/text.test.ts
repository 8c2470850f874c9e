import fc from 'fast-check'
import * as sdk from '../../../src/index.ts'
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { EXIT, errorDetails, errorText } from '../../../src/cli/exit-code.ts'
import { helpText } from '../../../src/cli/help.ts'
import { jsonLine, lastColumns, printable, textWidth } from '../../../src/cli/printable.ts'
import { quoteText, moneyText } from '../../../src/cli/quote-text.ts'
import { PRICE_OPTIONS } from '../../../src/cli/price-command.ts'

describe('Money', () => {
  test.each([
    [128_500, 'EUR', 'EUR 1,285.00'],
    [5, 'EUR', 'EUR 0.05'],
    [-5, 'EUR', '-EUR 0.05'],
    [0, 'USD', 'USD 0.00'],
    [1_285, 'JPY', 'JPY 1,285'],
    [1_285, 'KWD', 'KWD 1.285'],
    [12_345, 'CLF', 'CLF 1.2345'],
    [1_285, 'HUF', 'HUF 12.85'],
    [1_285, 'IQD', 'IQD 1.285'],
    [100, 'XYZ', 'XYZ 1.00'],
    [Number.MAX_SAFE_INTEGER, 'EUR', 'EUR 90,071,992,547,409.91'],
  ])('of %i minor units of %s is %s', (amountMinor, currency, text) => {
    expect(moneyText({ amountMinor, currency })).toBe(text)
  })
})

const quote: sdk.mes.Quote = {
  id: 'quo_1',
  status: 'SUCCEEDED',
  version: 3,
  fingerprint: 'f',
  request: { modelId: 'mod_1', materialCode: 'AU585', finishCode: 'MATTE', quantity: 2, currency: 'EUR' },
  result: {
    unitPrice: { amountMinor: 64_250, currency: 'EUR' },
    totalPrice: { amountMinor: 128_500, currency: 'EUR' },
    metalMassG: 6.4219,
    productionDays: 12,
    priceListVersion: '2025-03',
    algorithmVersion: '4.2.0',
    validUntil: '2025-03-08T10:20:59Z',
  },
  failure: null,
  createdAt: '2025-03-01T10:20:00Z',
}
const cache = { source: 'redis', state: 'fresh', ageMs: 61_400, position: undefined } as const

describe('A price', () => {
  test('is told in a few lines', () => {
    expect(quoteText({ file: 'ring.stl', quote, cache })).toBe(`ring.stl
  unit price    EUR 642.50
  total price   EUR 1,285.00 for 2 pieces
  metal         6.422 g of AU585 a piece, MATTE
  production    12 working days
  valid until   2025-03-08 10:20 UTC
  quote         quo_1
  from          redis, 61 s old`)
  })

  test('that the origin gave has no age, and one piece is one', () => {
    const text = quoteText({
      file: 'a',
      quote: { ...quote, request: { ...quote.request, quantity: 1 } },
      cache: { ...cache, source: 'origin' },
    })
    expect(text).toMatch(/ for 1 piece$/m)
    expect(text).toMatch(/ origin$/)
  })

  test('stays in its lines, whatever a server or a file name writes', () => {
    const text = quoteText({ file: 'a\n\u{1b}[2Jb', quote: { ...quote, id: 'quo\r\n1' }, cache })
    expect(text.split('\n')).toHaveLength(8)
    expect(text).not.toMatch(/[^\P{Cc}\n]/u)
  })

  test('whose date is none shows what came', () => {
    const odd = { ...quote, result: quote.result && { ...quote.result, validUntil: 'tomorrow' } }
    expect(quoteText({ file: 'a', quote: odd, cache })).toContain('valid until   tomorrow')
  })
})

const failure = { operation: 'quotes.create', requestId: 'r1', attempts: 1 }

describe('An error', () => {
  test.each([
    [new sdk.ModelError('missing', 'a: b.stl', 'there is no such file'), 'there is no such file'],
    [
      new sdk.RequestValidationError('quotes.calculate', [
        { path: 'materialCode', message: 'too long' },
        { path: 'model.x', message: 'odd' },
      ]),
      '--material: too long; model.x: odd',
    ],
    [
      new sdk.ConfigurationError('cache.namespace: expected a, got b; cache.principal: expected c'),
      'MES_CACHE_NAMESPACE: expected a, got b; MES_CACHE_PRINCIPAL: expected c',
    ],
    [
      new sdk.ApiError(
        400,
        {
          code: 'validation-failed',
          detail: 'Validation failed',
          errors: [{ pointer: '/finishCode', detail: 'must be MATTE' }, null, 7],
        },
        failure,
      ),
      'quotes.create (request r1, 1 attempt): 400 validation-failed: Validation failed; --finish: must be MATTE',
    ],
    [
      new sdk.ApiError(404, { detail: 'There is no such path' }, { ...failure, operation: 'models.create' }),
      'models.create (request r1, 1 attempt): 404: There is no such path; --base-url or MES_BASE_URL is not the address of a MES API with its version, such as https://mes.example/v1',
    ],
    [new sdk.CalculationError({ code: 'model-rejected', detail: 'it has a hole' }), 'no price: model-rejected: it has a hole'],
    [new Error('two\nlines\u{1b}[1m'), 'two lines [1m'],
    [7, '7'],
  ])('%s is one line in the words of the command', (error, text) => {
    expect(errorText(error)).toBe(text)
  })
})

describe('A text on a terminal', () => {
  test.each([
    ['ring', 4],
    ['指輪', 4],
    ['é', 1],
    ['💍', 2],
    ['👨‍👩‍👧', 2],
    ['', 0],
  ])('%j takes %i columns', (text, width) => {
    expect(textWidth(text)).toBe(width)
  })

  test.each([
    ['ring.stl', 8, 'ring.stl'],
    ['ring.stl', 5, '….stl'],
    ['指輪.stl', 7, '…輪.stl'],
    ['指輪.stl', 6, '….stl'],
    ['ring', 1, '…'],
    ['ring', 0, ''],
  ])('%j in %i columns is %j', (text, columns, shown) => {
    expect(lastColumns(text, columns)).toBe(shown)
    expect(textWidth(shown)).toBeLessThanOrEqual(columns)
  })

  test('turns no text around and moves no cursor', () => {
    expect(printable('a\u{202e}lts.b\u{9b}2J\u{2028}c\td\u{61c}e\u{200f}f')).toBe('a lts.b 2J c d e f')
  })

  test('turns none around and moves none as JSON and as the details of an error either, and says the same', () => {
    const moving = fc.constantFrom(
      '\u{9b}',
      '\u{85}',
      '\u{7f}',
      '\u{61c}',
      '\u{200e}',
      '\u{202e}',
      '\u{2066}',
      '\u{2028}',
      '\u{1b}',
      '\n',
      'a',
      '👨‍👩‍👧',
      '\ud800',
    )
    fc.assert(
      fc.property(fc.string({ unit: moving }), (text) => {
        const value = { file: text, error: { [text]: [text] } }
        expect(jsonLine(value)).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]*$/u)
        expect(JSON.parse(jsonLine(value))).toEqual(value)
        expect(errorDetails(Object.assign(new Error(text), { problem: { detail: text } }))).toMatch(
          /^(?:\n|[^\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\p{Cc}])*$/u,
        )
      }),
    )
  })
})

const VARIABLES = [
  'MES_BASE_URL',
  'MES_API_KEY',
  'MES_TOKEN',
  'MES_CACHE_REDIS',
  'MES_CACHE_NAMESPACE',
  'MES_CACHE_PRINCIPAL',
  'NO_COLOR',
  'MES_CRM_DEBUG',
]

/** First cells of the rows of a table. */
const cellsOf = (paper: string, pattern: RegExp): readonly string[] => [...paper.matchAll(pattern)].map(([, cell = '']) => cell)

test('The paper on the command has a row for every option, variable and exit code, and no other', async () => {
  const paper = await readFile(new URL('../../../docs/cli.md', import.meta.url), 'utf8')
  expect(cellsOf(paper, /^\| (?:`-\w`, )?`--([a-z-]+)/gm)).toEqual(Object.keys(PRICE_OPTIONS))
  expect(cellsOf(paper, /^\| `([A-Z_]+)` \|/gm)).toEqual(VARIABLES)
  expect(
    cellsOf(paper, /^\| ([\d, ]+) \|/gm)
      .flatMap((codes) => codes.split(', ').map(Number))
      .toSorted((a, b) => a - b),
  ).toEqual(Object.values(EXIT).toSorted((a, b) => a - b))
})

describe('The help', () => {
  test.each(['mes-crm', 'price'] as const)('of %s fits into 80 columns', (of) => {
    expect(
      helpText(of)
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([])
  })

  test('of price tells every option, variable and exit code', () => {
    const text = helpText('price')
    const told = [...Object.keys(PRICE_OPTIONS).map((name) => `--${name}`), ...VARIABLES]
    expect(told.filter((name) => !text.includes(name))).toEqual([])
    expect([...text.matchAll(/^ {2}(\d+(?:, \d+)?) /gm)].map(([, codes]) => codes)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '130, 143',
      '141',
    ])
  })
})
