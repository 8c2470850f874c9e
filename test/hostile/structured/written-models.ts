import fc from 'fast-check'
import { isModelError } from '../../../src/error/model-error.ts'
import { openModel } from '../../../src/model/open-model.ts'
import { digestOf, models, never, optionsIn } from '../../unit/model/support/models.ts'
import { amount } from './mutated-json.ts'
import { type Party, party } from './party.ts'
import { checkError, outcomeOf } from './sdk-law.ts'

const WORDS = [
  'solid ',
  'endsolid ',
  'end solid ',
  'end ',
  'facet ',
  'endfacet ',
  'endloop\n',
  'v ',
  'v 0 0 0\n',
  '\nv',
  'f 1 2 3\n',
  '# comment\n',
  '#',
  'mtllib x\n',
  'ISO-10303-21;',
  'END-ISO-10303-21;',
  '/*',
  '*/',
  '/**/',
  '/* */ ',
  'PK\u0003\u0004',
  'PK\u0005\u0006',
  'PK00',
  'glTF',
  'ply\n',
  '\u0089PNG',
  ' ',
  '\t',
  '\r\n',
  '\n',
  '\u0000',
  '\u001a',
  '\u00ef\u00bb\u00bf',
  '\u00ff',
  'a',
] as const

/** A word of some format, repeated, somewhere within the bytes or in place of some of them. */
const edit = fc.record({
  word: fc.constantFrom(...WORDS),
  times: amount,
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.double({ min: 0, max: 1, noNaN: true }),
})

const files = fc.record({
  base: fc.constantFrom(...Object.values(models), Buffer.from('x')),
  edits: fc.array(edit, { minLength: 1, maxLength: 5 }),
  triangles: fc.option(fc.nat(0xffff_ffff), { nil: undefined }),
  fileName: fc.constantFrom(
    undefined,
    'ring.stl',
    'ring.obj',
    'ring.3mf',
    'ring.step',
    'ring',
    '\u001b[2J\u202e.stl',
    '../../etc/passwd',
    'x'.repeat(10_000),
  ),
})

const bytesOf = ({
  base,
  edits,
  triangles,
}: {
  readonly base: Uint8Array
  readonly edits: readonly { readonly word: string; readonly times: number; readonly at: number; readonly drop: number }[]
  readonly triangles: number | undefined
}): Buffer => {
  let bytes = Buffer.from(base)
  for (const { word, times, at, drop } of edits) {
    const start = Math.floor(at * bytes.length)
    const end = start + Math.floor(drop * (bytes.length - start))
    bytes = Buffer.concat([
      bytes.subarray(0, start),
      Buffer.from(word.repeat(Math.min(times, 100_001)), 'latin1'),
      bytes.subarray(end),
    ])
  }
  if (triangles !== undefined && bytes.length >= 84) bytes.writeUInt32LE(triangles, 80)
  return bytes
}

/** Somebody who gives files that are almost models. */
export const writtenModels = async (): Promise<Party> =>
  party('a model', files, async (file) => {
    const bytes = bytesOf(file)
    const { fileName } = file
    const outcome = await outcomeOf(
      openModel({ model: bytes, ...(fileName !== undefined && { fileName }) }, optionsIn('/nowhere'), never),
    )
    if ('error' in outcome) {
      checkError(outcome.error)
      if (!isModelError(outcome.error)) throw new Error('another error than a ModelError', { cause: outcome.error })
      return
    }
    if (!/^[0-9a-f]{64}$/.test(await digestOf(outcome.value))) throw new Error('a model without a digest')
  })
