import { describe, expect, test } from 'vitest'
import { parseCommand } from '../../../src/cli/command.ts'
import { operations } from '../../../src/generated/mes/operations.ts'

const required = ['--material', 'AU585', '--quantity', '2', '--currency', 'EUR']
const price = (...args: readonly string[]) => parseCommand(['price', ...args])

describe('A command line', () => {
  test('says what to price, and how', () => {
    expect(
      price(
        'ring.stl',
        ...required,
        '--finish',
        'MATTE',
        '--format',
        '3MF',
        '--timeout',
        '20m',
        '--base-url',
        'https://mes.example/v1',
        '--json',
        '-q',
      ),
    ).toEqual({
      name: 'price',
      files: ['ring.stl'],
      pricedWith: { materialCode: 'AU585', finishCode: 'MATTE', quantity: 2, currency: 'EUR', format: '3MF' },
      timeout: 1_200_000,
      baseUrl: 'https://mes.example/v1',
      output: 'json',
      progress: 'hidden',
    })
  })

  test('has text, progress and half an hour where it says nothing else', () => {
    expect(price('ring.stl', ...required)).toEqual({
      name: 'price',
      files: ['ring.stl'],
      pricedWith: { materialCode: 'AU585', quantity: 2, currency: 'EUR' },
      timeout: 1_800_000,
      baseUrl: undefined,
      output: 'text',
      progress: 'shown',
    })
  })

  test.each([
    [
      ['a.stl', 'b.stl'],
      ['a.stl', 'b.stl'],
    ],
    [['-'], ['-']],
    [
      ['a.stl', '-', 'a.stl'],
      ['a.stl', '-', 'a.stl'],
    ],
    [
      ['--', '-odd.stl', '--json'],
      ['-odd.stl', '--json'],
    ],
  ])('takes %j for files', (words, files) => {
    expect(price(...required, ...words)).toMatchObject({ files, output: 'text' })
  })

  test('takes a value that is joined by = for one, whatever it begins with', () => {
    expect(price('a.stl', '--material=--odd', '--quantity=2', '--currency=EUR')).toMatchObject({
      pricedWith: { materialCode: '--odd' },
    })
  })

  test.each([
    [[], "command: expected 'price' or 'generate', got nothing; see mes-crm --help"],
    [['prise'], `command: expected 'price' or 'generate', got "prise"`],
    [['--versoin'], '--versoin: unknown option; expected --version, --help'],
    [['--version=1'], '--version: expected no value, got "1"'],
    [['-x'], '-x: unknown option; expected --version, --help'],
    [['--', 'price'], "command: expected 'price' or 'generate' as the first word"],
  ])('%j is refused', (words, message) => {
    expect(() => parseCommand(words)).toThrow(expect.objectContaining({ name: 'UsageError', message }))
  })

  test.each([
    [required, 'file: expected the path of at least one model, or - for standard input, got nothing'],
    [['', ...required], 'file: expected a path, got ""'],
    [['-', '-', ...required], '-: standard input can be read once only'],
    [['a.stl', ...required.slice(2)], '--material: expected a code of 1 to 32 characters, such as AU585, got nothing'],
    [['a.stl', ...required.slice(0, 2), ...required.slice(4)], '--quantity: expected an integer from 1 to 1000, got nothing'],
    [['a.stl', ...required.slice(0, 4)], '--currency: expected three letters A-Z, such as EUR, got nothing'],
    [['a.stl', '--material', ...required], '--material: expected a value (CODE), got nothing'],
    [['a.stl', ...required, '--finish'], '--finish: expected a value (CODE), got nothing'],
    [['a.stl', ...required, '--finish='], '--finish: expected a code of 1 to 32 characters, such as POLISHED, got ""'],
    [['a.stl', ...required, '--format', 'stl'], '--format: expected STL, OBJ, 3MF or STEP, got "stl"'],
    [['a.stl', ...required, '--json=yes'], '--json: expected no value, got "yes"'],
    [['a.stl', ...required, '--currency', 'EUR'], '--currency: given twice'],
    [['a.stl', ...required, '--colour'], expect.stringMatching(/^--colour: unknown option; expected --material, .*--help$/)],
    [['a.stl', ...required, '--constructor'], expect.stringMatching(/^--constructor: unknown option/)],
  ])('price %j is refused', (words, message) => {
    expect(() => price(...words)).toThrow(expect.objectContaining({ name: 'UsageError', message }))
  })

  test.each(['0', '20', '0s', '-5s', '5 m', '1d', '', 'soon'])(
    'a time limit of %j is refused, a number without a unit too',
    (text) => {
      expect(() => price('a.stl', ...required, `--timeout=${text}`)).toThrow(
        `--timeout: expected a duration above 0, such as 500ms, 30s, 20m or 1h, got ${JSON.stringify(text)}`,
      )
    },
  )

  const create = operations.find(({ id }) => id === 'quotes.create')
  test.each([
    ['materialCode', '--material', ['A', 'A'.repeat(32), 'A'.repeat(33), '']],
    ['finishCode', '--finish', ['A', 'A'.repeat(32), 'A'.repeat(33), '']],
    ['currency', '--currency', ['EUR', 'eur', 'EURO', 'E1R', '']],
  ])('%s may be what the description of the API allows, and nothing else', (member, option, values) => {
    const isAllowed = (value: string): boolean =>
      create?.request.safeParse({ body: { modelId: 'm', materialCode: 'M', quantity: 1, currency: 'EUR', [member]: value } })
        .success === true
    const isTaken = (value: string): boolean => {
      const others = ['--material=M', '--quantity=1', '--currency=EUR'].filter((word) => !word.startsWith(option))
      try {
        return price('a.stl', ...others, `${option}=${value}`) !== undefined
      } catch {
        return false
      }
    }
    expect(values.map(isTaken)).toEqual(values.map(isAllowed))
    expect(new Set(values.map(isTaken))).toEqual(new Set([true, false]))
  })

  test.each([
    ['1', 1],
    ['1000', 1_000],
    ['007', 7],
  ])('a quantity of %j is %i', (text, quantity) => {
    expect(price('a.stl', ...required.slice(0, 2), `--quantity=${text}`, ...required.slice(4))).toMatchObject({
      pricedWith: { quantity },
    })
  })

  test.each(['0', '1001', '-1', '1.5', '1e2', '0x10', ' 1', '', '9'.repeat(30)])('a quantity of %j is refused', (text) => {
    expect(() => price('a.stl', ...required.slice(0, 2), `--quantity=${text}`, ...required.slice(4))).toThrow(
      '--quantity: expected an integer from 1 to 1000, got',
    )
  })

  test.each([
    [['--help'], 'mes-crm'],
    [['-h'], 'mes-crm'],
    [['price', '--help'], 'price'],
    [['price', 'a.stl', '-h'], 'price'],
  ])('%j asks for help', (words, of) => {
    expect(parseCommand(words)).toEqual({ name: 'help', of })
  })

  test('--version asks for the version', () => {
    expect(parseCommand(['--version'])).toEqual({ name: 'version' })
  })
})
