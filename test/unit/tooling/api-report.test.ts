import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reportApi } from '../../../scripts/api-report.ts'
import { findChanges } from '../../../scripts/checked-in.ts'
import { makeScratch } from '../../support/scratch.ts'

const entry = (chunk: string): string => `import { P as Part } from './${chunk}.js'
export { P as Part } from './${chunk}.js'
/** Opens it. */
export declare const open: (part: Part) => Hidden
interface Hidden { readonly size: number }
`
const part = 'interface Part { readonly name: string }\nexport type { Part as P }\n'

const report = async (files: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>> => {
  await using scratch = await makeScratch()
  await scratch.write(files)
  return await reportApi([join(scratch.path, 'index.d.ts')])
}

const checkedIn = { 'index.d.ts': entry('part-AAAA'), 'part-AAAA.d.ts': part }

/** What a check says of a build whose report was made from `checkedIn`. */
const check = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  await using project = await makeScratch()
  await project.write(Object.fromEntries(await report(checkedIn)))
  return await findChanges({ root: project.path, files: await report(files), whole: 'api' })
}

describe('The API report', () => {
  test('has every declaration that an entry leads to, in one file', async () => {
    const text = (await report(checkedIn)).get('api/index.d.ts')
    expect(text).toContain('interface Part')
    expect(text).toContain('interface Hidden')
    expect(text).not.toContain('part-AAAA')
  })

  test('stays as it is when files, comments and the order of declarations change', async () => {
    const moved = entry('part-BBBB')
      .replace('/** Opens it. */', '/** Opens the part. */')
      .replace(/(export declare.*\n)(interface.*\n)/, '$2$1')
    expect(moved).not.toBe(entry('part-BBBB'))
    expect(await check({ 'index.d.ts': moved, 'part-BBBB.d.ts': part })).toEqual([])
  })

  test.each([
    [
      'an exported type',
      { ...checkedIn, 'part-AAAA.d.ts': part.replace('string', 'number') },
      '-    readonly name: string;\n+    readonly name: number;',
    ],
    [
      'a type behind an exported function',
      { ...checkedIn, 'index.d.ts': entry('part-AAAA').replace('size: number', 'size?: number') },
      '+    readonly size?: number;',
    ],
    [
      'the names that are exported',
      { ...checkedIn, 'index.d.ts': `${entry('part-AAAA')}export {}\n`.replace('export declare', 'declare') },
      '-export { open };',
    ],
  ])('differs, and shows how, when %s changed', async (_, files, shown) => {
    const changes = await check(files)
    expect(changes).toHaveLength(1)
    expect(changes[0]).toContain('api/index.d.ts')
    expect(changes[0]).toContain(shown)
  })

  test('differs when an entry is new, and when one is gone', async () => {
    await using project = await makeScratch()
    const files = await report(checkedIn)
    expect(await findChanges({ root: project.path, files, whole: 'api' })).toHaveLength(1)
    await project.write({ ...Object.fromEntries(files), 'api/gone.d.ts': 'export {};\n' })
    expect((await findChanges({ root: project.path, files, whole: 'api' })).join('')).toContain('-export {};')
  })
})
