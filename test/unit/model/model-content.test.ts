import { describe, expect, test } from 'vitest'
import { type ModelFileFormat, issuesOfInput } from '../../../src/model/model-input.ts'
import { openModel } from '../../../src/model/open-model.ts'
import { measure } from '../../../reference/mes/models/measure.ts'
import { sourceOf } from '../../support/byte-sources.ts'
import { asciiStl, binaryStl } from '../../support/solids.ts'
import { bigStl, cube, models, never, optionsIn } from './support/models.ts'

const formats: Readonly<Record<string, ModelFileFormat>> = {
  'ring.stl': 'STL',
  'text.stl': 'STL',
  'ring.obj': 'OBJ',
  'ring.3mf': '3MF',
  'ring.step': 'STEP',
}

const formatOf = async (bytes: Uint8Array, fileName?: string, format?: ModelFileFormat): Promise<ModelFileFormat> =>
  (
    await openModel(
      { model: bytes, ...(fileName !== undefined && { fileName }), ...(format !== undefined && { format }) },
      optionsIn('/nowhere'),
      never,
    )
  ).format

const text = (value: string): Buffer => Buffer.from(value, 'latin1')

describe.each(Object.entries(models))('the content of %s', (name, bytes) => {
  test('is of its format by its name, by its content, and as given', async () => {
    const format = formats[name]
    expect(await formatOf(bytes, name)).toBe(format)
    expect(await formatOf(bytes, name.toUpperCase())).toBe(format)
    expect(await formatOf(bytes)).toBe(format)
    expect(await formatOf(bytes, 'ring.bin')).toBe(format)
    expect(await formatOf(bytes, 'ring.xyz', format)).toBe(format)
  })

  test('is of no other format, whatever its name says', async () => {
    for (const other of ['STL', 'OBJ', '3MF', 'STEP'] as const) {
      if (other === formats[name]) continue
      await expect(formatOf(bytes, 'x', other)).rejects.toMatchObject({
        code: 'wrong-format',
        message: `model x: expected ${other}, but it looks like ${formats[name]}`,
      })
    }
  })
})

test('the short extension of STEP is known, and what is given goes before the name', async () => {
  expect(await formatOf(models['ring.step'] ?? text(''), 'RING.Stp')).toBe('STEP')
  expect(await formatOf(models['ring.obj'] ?? text(''), 'ring.stl', 'OBJ')).toBe('OBJ')
  expect(issuesOfInput({ model: text('v 0 0 0'), format: 'PLY' })).toEqual([
    { path: 'format', message: `expected 'STL', 'OBJ', '3MF' or 'STEP', got "PLY"` },
  ])
})

describe('an STL', () => {
  const whole = binaryStl(cube)
  const solid = Buffer.from(whole)
  solid.write('solid facet endsolid', 'latin1')

  test('that is binary may begin with "solid" as well', async () => {
    expect(await formatOf(solid)).toBe('STL')
  })

  test('that is text may have any name of a solid, capitals, Windows lines and empty lines at its end', async () => {
    const plain = text(
      Buffer.from(asciiStl(cube))
        .toString('latin1')
        .replaceAll('\n', '\r\n')
        .replaceAll('body', 'A "b" endsolid c')
        .toUpperCase(),
    )
    expect(await formatOf(Buffer.concat([plain, text('\r\n \r\n')]), 'x.stl')).toBe('STL')
  })

  test.each([
    ['cut off', whole.subarray(0, 300), 'truncated', 'its header promises 12 triangles, which makes 684 bytes; it has 300'],
    [
      'cut off, beginning with "solid"',
      solid.subarray(0, 683),
      'truncated',
      'its header promises 12 triangles, which makes 684 bytes; it has 683',
    ],
    ['cut off in its header', whole.subarray(0, 50), 'truncated', 'it has 50 bytes; a binary STL begins with a header of 84'],
    [
      'followed by more',
      Buffer.concat([whole, Buffer.alloc(1)]),
      'wrong-format',
      'its header promises 12 triangles, which makes 684 bytes; it has 685',
    ],
    ['without triangles', binaryStl([]), 'empty', 'its header promises no triangles'],
    ['of text, cut off', asciiStl(cube).subarray(0, 500), 'truncated', 'it has no "endsolid" after its last facet'],
    ['of text, cut off at once', text('solid ring\n'), 'truncated', 'it ends before its first facet'],
    ['of text, without facets', text('solid ring\nendsolid ring\n'), 'empty', 'it has no facets'],
    ['any text', text('hello\nworld\n'), 'wrong-format', 'it is text that does not begin with "solid"'],
    [
      'long prose',
      text(`solid ${'prose '.repeat(20_000)}`),
      'wrong-format',
      'it begins with "solid", but has no facet in its first and last 65536 bytes',
    ],
    [
      'an image',
      Buffer.concat([text('\u0089PNG\r\n\u001a\n'), Buffer.alloc(500, 200)]),
      'wrong-format',
      'it looks like a PNG image',
    ],
  ] as const)('that is %s is refused, with what is there', async (_name, bytes, code, said) => {
    await expect(formatOf(bytes, 'x.stl')).rejects.toMatchObject({
      name: 'ModelError',
      kind: 'model',
      code,
      model: 'x.stl',
      message: `model x.stl: expected STL, but ${said}`,
    })
  })
})

describe('an STL that is text, as programs write it,', () => {
  const plain = Buffer.from(asciiStl(cube)).toString('latin1').trimEnd()
  const padding = '\0'.repeat(100_000)
  const [begin = '', ...facets] = plain.split('\n')
  const many = [begin, ...Array.from({ length: 200 }, () => facets.slice(0, -1)).flat(), `${facets.at(-1)}\n`].join('\n')
  /** Of each file, what the reference MES says: whatever is sent there is measured. */
  const verdictOf = (bytes: Uint8Array) => measure(sourceOf(bytes), 'STL').rejectedReason

  test.each([
    ['ends with Ctrl-Z', `${plain}\n\u001a`],
    ['ends with Ctrl-Z on its last line', `${plain}\u001a`],
    ['ends with NULs', `${plain}\n${'\0'.repeat(500)}`],
    ['ends with NULs on its last line', `${plain}${'\0'.repeat(3)}`],
    ['ends with Ctrl-Z and NULs', `${plain}\r\n\u001a${'\0'.repeat(127)}`],
    ['ends with NULs, more of them than are looked at', `${plain}\n${padding}`],
    ['ends with a comment', `${plain}\n; exported by CAD 7\n`],
    ['ends with a comment without a line end', `${plain}\n# exported by CAD 7`],
    ['ends with many comments', `${plain}\n${'; a comment\n'.repeat(1_000)}`],
    ['ends with a solid without facets', `${plain}\nsolid second\n`],
    ['begins with a byte order mark', `\u00ef\u00bb\u00bf${plain}\n`],
    ['begins with blank lines', `\n \r\n${plain}\n`],
    ['has the line ends of old Macs', plain.replaceAll('\n', '\r')],
    ['has a second solid', `${plain}\n${plain.replaceAll('body', 'other')}`],
    ['is longer than is looked at, and so are its NULs', many + padding],
    ['is longer than is looked at, and so are its comments', many + '; a comment\n'.repeat(6_000)],
    ['has a name longer than is looked at', plain.replace('body', `body ${'x'.repeat(60_000)}`)],
  ])('that %s is read as text, here and by the reference MES', async (name, content) => {
    expect(await formatOf(text(content), 'x.stl')).toBe('STL')
    expect(await formatOf(text(content))).toBe('STL')
    // Twice the same body is one too many for its surface, but it was read to its end.
    expect(verdictOf(text(content))).toBe(
      content.startsWith(many) || name === 'has a second solid' ? verdictOf(text(`${plain}\n${plain}\n`)) : null,
    )
  })

  test.each([
    ['has no end', plain.replace(/endsolid.*$/, ''), 'truncated', 'it has no "endsolid" after its last facet'],
    [
      'has an end within its name alone',
      plain.replace('body', 'body endsolid').replace(/\nendsolid.*$/, '\n'),
      'truncated',
      'it has no "endsolid" after its last facet',
    ],
    [
      'has its end in two words',
      plain.replace('endsolid', 'end solid'),
      'malformed',
      'it ends with "end solid" instead of "endsolid"',
    ],
    [
      'has its end in two words, in capitals, padded',
      `${plain.replace('endsolid', 'END  SOLID')}\r\n\u001a\0\0`,
      'malformed',
      'it ends with "end solid" instead of "endsolid"',
    ],
    [
      'is cut off in its second solid',
      `${plain}\n${plain.slice(0, 400)}`,
      'truncated',
      'it has no "endsolid" after its last facet',
    ],
  ])('that %s is refused, here and by the reference MES', async (_name, content, code, said) => {
    await expect(formatOf(text(content), 'x.stl')).rejects.toMatchObject({
      code,
      message: `model x.stl: expected STL, but ${said}`,
    })
    expect(verdictOf(text(content))).toMatch(
      code === 'malformed'
        ? /^Line \d+ says "end solid" instead of "endsolid"$/
        : /^The file ends (?:before its endsolid|within a facet)$/,
    )
  })
})

describe('a model that begins with something else', () => {
  const step = Buffer.from(models['ring.step'] ?? []).toString('latin1')
  const zip = Buffer.from(models['ring.3mf'] ?? []).toString('latin1')
  const obj = Buffer.from(models['ring.obj'] ?? []).toString('latin1')
  const faces = 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n'
  const long = (begin: string, end = '') => `${begin}${'made by a program that says a lot '.repeat(3_000)}${end}\n`

  test.each([
    ['STEP', 'a comment', `/* made by CAD 7 */\n${step}`],
    ['STEP', 'comments and blank lines', `\n/* a */ /**/\r\n/* b\n * c **/${step}`],
    ['STEP', 'a byte order mark and a comment', `\u00ef\u00bb\u00bf/* a */${step}`],
    ['STEP', '16,000 comments', `${'/**/'.repeat(16_000)}${step}`],
    ['STEP', 'a comment of 100 KB', `${long('/* ', '*/')}${step}`],
    ['STEP', 'a comment with "ISO-10303-21;" in it', `/* ISO-10303-21; */${step}`],
    ['3MF', 'the marker of one part', `PK00${zip}`],
    ['3MF', 'the marker of several parts', `PK\u0007\u0008${zip}`],
    ['OBJ', 'a comment of 100 KB on one line', `${long('# ')}${faces}`],
    ['OBJ', '100 KB of comments', `${long('# a').replaceAll('lot ', 'lot\n# ')}${faces}`],
    ['OBJ', 'a byte order mark and comments', `\u00ef\u00bb\u00bf${long('# a').replaceAll('lot ', 'lot\r\n# ')}${faces}`],
    ['OBJ', '100 KB of comments and names', `# x\nmtllib ring.mtl\ng one\n${long('# a').replaceAll('lot ', 'lot\n# ')}${faces}`],
    ['OBJ', 'nothing else, and ends with Ctrl-Z', `${obj}\u001a`],
    ['OBJ', 'nothing else, and ends with NULs', `${obj}\0\0\0`],
  ] as const)('is %s behind %s', async (format, _what, content) => {
    expect(await formatOf(text(content), `x.${format.toLowerCase()}`)).toBe(format)
    expect(await formatOf(text(content))).toBe(format)
  })

  test.each([
    ['x.step', 'a comment without an end', long('/* '), 'wrong-format'],
    ['x.step', 'a comment alone', '/* ISO-10303-21; */', 'wrong-format'],
    ['x.obj', '100 KB of comments alone', long('# '), 'wrong-format'],
    ['x.obj', '100 KB of prose', `# a\n${long('', '\nv 0 0 0')}f 1 1 1\n`, 'wrong-format'],
    ['x.3mf', 'the marker of a part alone', 'PK00', 'wrong-format'],
  ])('%s is none behind %s', async (name, _what, content, code) => {
    await expect(formatOf(text(content), name)).rejects.toMatchObject({ code })
  })
})

describe('a model of another format', () => {
  const cut = (name: string, bytes: number): Uint8Array => (models[name] ?? text('')).subarray(0, bytes)

  test.each([
    ['x.3mf', cut('ring.3mf', 150), 'truncated', 'its archive has no directory at its end'],
    ['x.3mf', text(`PK\u0005\u0006${'\0'.repeat(18)}`), 'empty', 'its archive has no files'],
    ['x.3mf', text('hello'), 'wrong-format', 'it is no ZIP archive'],
    ['x.step', cut('ring.step', 30), 'truncated', 'it does not end with "END-ISO-10303-21;"'],
    ['x.stp', text('hello'), 'wrong-format', 'it does not begin with "ISO-10303-21;"'],
    ['x.obj', text('v 0 0 0\nv 1 0 0\n'), 'empty', 'it has no faces'],
    ['x.obj', text('hello'), 'wrong-format', 'it has no vertex'],
    ['x.obj', text('v 0 0 0\0\nf 1 1 1'), 'wrong-format', 'it is not text'],
  ] as const)('%s is refused where its content is not whole', async (name, bytes, code, said) => {
    const error = { code, message: expect.stringMatching(new RegExp(`^model ${name}: expected \\w+, but ${said}$`)) as string }
    await expect(formatOf(bytes, name)).rejects.toMatchObject(error)
  })

  test('is refused where neither its name nor its content says which', async () => {
    await expect(formatOf(text('hello'), 'x.txt')).rejects.toMatchObject({ code: 'wrong-format' })
    await expect(formatOf(bigStl(3).subarray(0, 200))).rejects.toThrow(
      'neither its name nor its content is that of an STL, OBJ, 3MF or STEP file',
    )
  })
})
