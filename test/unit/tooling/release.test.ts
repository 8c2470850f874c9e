import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { release, releaseChangelog, releaseSource } from '../../../scripts/release.ts'
import { makeScratch } from '../../support/scratch.ts'

const CHANGELOG = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [0.1.0] - 2026-01-01\n\n- The first.\n'

describe('a release', () => {
  test('gives the unreleased changes its version and date, and leaves a section for the next ones', () => {
    expect(releaseChangelog(CHANGELOG, '0.2.0', '2026-12-01')).toBe(
      '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- A thing.\n\n## [0.1.0] - 2026-01-01\n\n- The first.\n',
    )
  })

  test.each([
    ['without the section', '# Changelog\n', 'expected a section ## [Unreleased]'],
    [
      'without changes',
      '## [Unreleased]\n\n## [0.1.0] - 2026-01-01\n\n- The first.\n',
      'expected changes below ## [Unreleased], got none',
    ],
    ['of a version that is there', `${CHANGELOG}\n## [0.2.0] - 2026-02-01\n`, 'expected no section of 0.2.0'],
  ])('%s is refused', (_name, changelog, message) => {
    expect(() => releaseChangelog(changelog, '0.2.0', '2026-12-01')).toThrow(message)
  })

  test('writes the version that npm has set, or nothing', async () => {
    await using folder = await makeScratch()
    await mkdir(join(folder.path, 'src/foundation'), { recursive: true })
    const source = join(folder.path, 'src/foundation/version.ts')
    await writeFile(source, "export const VERSION = '0.1.0'\n")
    await writeFile(join(folder.path, 'CHANGELOG.md'), CHANGELOG)
    await writeFile(join(folder.path, 'package.json'), '{"version":"0.1.0"}')
    await expect(release(folder.path, '2026-12-01')).rejects.toThrow('expected no section of 0.1.0')
    await writeFile(join(folder.path, 'package.json'), '{"version":"1.0.0"}')
    await release(folder.path, '2026-12-01')
    expect(await readFile(source, 'utf8')).toBe("export const VERSION = '1.0.0'\n")
    expect(await readFile(join(folder.path, 'CHANGELOG.md'), 'utf8')).toContain('## [1.0.0] - 2026-12-01\n\n### Added')
    expect(() => releaseSource('nothing', '1.0.0')).toThrow('expected export const VERSION')
  })
})
