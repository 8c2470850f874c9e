import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { runProgram } from '../../../src/cli/program.ts'

/** A stream that remembers what was written. */
class Written extends EventEmitter {
  text = ''
  write(text: string, done?: () => void): void {
    this.text += text
    if (done !== undefined) queueMicrotask(done)
  }
}

class FakeProcess extends EventEmitter {
  readonly stdin = Object.assign(Readable.from([]), { isTTY: true })
  readonly stdout = new Written()
  readonly stderr = new Written()
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  constructor(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    super()
    this.argv = ['node', 'mes-crm', ...words]
    this.env = env
  }
  exit(code: number): never {
    throw new Error(`ended by ${code}`)
  }
}

const price = ['price', '--material', 'AU585', '--quantity', '2', '--currency', 'EUR', '-q']
const environment = { MES_BASE_URL: 'http://127.0.0.1:1/v1', MES_API_KEY: 'key' }

const run = async (words: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const program = new FakeProcess(words, env)
  const code = await runProgram(program)
  expect(['SIGINT', 'SIGTERM'].map((name) => program.listenerCount(name))).toEqual([0, 0])
  return { code, out: program.stdout.text, err: program.stderr.text }
}

describe('The program', () => {
  test('knows the version of its package', async () => {
    const manifest = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8')) as {
      readonly version: string
    }
    expect(await run(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' })
  })

  test.each([['--help'], ['price --help']])('prints help for %s', async (words) => {
    expect(await run(words.split(' '))).toEqual({
      code: 0,
      out: expect.stringMatching(/^Usage: mes-crm price <file>.*\n$/s),
      err: '',
    })
  })

  test.each<readonly [string, readonly string[], Readonly<Record<string, string>>, string]>([
    ['an unknown command', ['prise'], {}, `mes-crm: command: expected 'price' or 'generate', got "prise"\n`],
    [
      'no address',
      [...price, 'a.stl'],
      {},
      'mes-crm: MES_BASE_URL: required, unless --base-url is given; where the MES API is, such as https://mes.example/v1\n',
    ],
    ['a terminal for a model', [...price, '-'], environment, 'mes-crm: -: expected a model on standard input, got a terminal\n'],
    [
      'a name that moves cursors',
      [...price, 'no\n\u{1b}[2Jsuch.stl'],
      environment,
      'mes-crm: no [2Jsuch.stl: there is no such file\n',
    ],
  ])('tells of %s in one line, and ends with 2', async (_, words, env, err) => {
    expect(await run(words, env)).toEqual({ code: 2, out: '', err })
  })
})
