import { chmod, readdir, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../../../scripts/command.ts'
import { findRedisServer, isRecentEnough } from '../../../scripts/ensure-redis.ts'
import { makeScratch, type Scratch } from '../../support/scratch.ts'

const script = (version: string): string => `#!/bin/sh\necho 'Redis server v=${version} sha=00000000:0 malloc=libc bits=64'\n`

const writePrograms = async (scratch: Scratch, version: string): Promise<void> => {
  await scratch.write({ 'bin/redis-server': script(version), 'bin/redis-cli': script(version) })
  for (const name of ['redis-server', 'redis-cli']) await chmod(join(scratch.path, 'bin', name), 0o755)
}

/** A fake apt-get and dpkg that note their calls and hand out a Redis that only knows its version. Returns the PATH to them. */
const fakeApt = async (scratch: Scratch, { listsOfTheSystem = 'recent' } = {}): Promise<string> => {
  const programs = {
    'apt/apt-get': `#!/bin/sh
PATH=/usr/bin:/bin
for word; do case $word in
  Dir::Cache=*) cache=\${word#*=} ;;
  Dir::State::lists=*) lists=\${word#*=} ;;
  update) echo update >> ${scratch.path}/calls; exit ;;
esac; done
echo install >> ${scratch.path}/calls
[ ${listsOfTheSystem} = recent ] || [ -n "$lists" ] || exit 100
: > "$cache/archives/redis-server_7.deb"
`,
    'apt/dpkg': `#!/bin/sh
PATH=/usr/bin:/bin
echo unpack >> ${scratch.path}/calls
mkdir -p "$3/usr/bin" && cp ${scratch.path}/bin/redis-server ${scratch.path}/bin/redis-cli "$3/usr/bin"
`,
  }
  await writePrograms(scratch, '7.0.15')
  await scratch.write(programs)
  for (const name of Object.keys(programs)) await chmod(join(scratch.path, name), 0o755)
  return join(scratch.path, 'apt')
}

const callsOf = async ({ path }: Scratch): Promise<readonly string[]> =>
  (await readFile(join(path, 'calls'), 'utf8')).trim().split('\n')

describe('The Redis server for tests', () => {
  test.each([
    ['7.0.15', true],
    ['6.2.0', true],
    ['8.0.0', true],
    ['6.0.20', false],
    ['5.9.9', false],
  ])('of version %s is recent enough: %s', (version, verdict) => {
    expect(isRecentEnough(`Redis server v=${version} sha=00000000:0`)).toBe(verdict)
  })

  test('is the one on the PATH, where that is recent enough', async () => {
    await using scratch = await makeScratch()
    await writePrograms(scratch, '7.2.4')
    const bin = join(scratch.path, 'bin')
    const cache = join(scratch.path, 'cache')
    const found = await findRedisServer({ path: `/nowhere${delimiter}${bin}`, cache, install: 'never' })
    expect(found).toEqual({ server: join(bin, 'redis-server'), cli: join(bin, 'redis-cli'), env: {} })
  })

  test('is never an old one: the next on the PATH is asked', async () => {
    await using old = await makeScratch()
    await using recent = await makeScratch()
    await writePrograms(old, '5.0.14')
    await writePrograms(recent, '6.2.14')
    const found = await findRedisServer({ path: [old, recent].map(({ path }) => join(path, 'bin')).join(delimiter) })
    expect(found.server).toBe(join(recent.path, 'bin/redis-server'))
  })

  test('is found again, and starts', async () => {
    const { server, cli, env } = await findRedisServer()
    expect((await run(server, ['--version'], { env })).output).toMatch(/v=\d/)
    expect((await run(cli, ['--version'], { env })).code).toBe(0)
  })

  test('is fetched once by those who ask at once, where there is none', async () => {
    await using scratch = await makeScratch()
    const path = await fakeApt(scratch)
    const cache = join(scratch.path, 'cache/redis')
    const ask = () => findRedisServer({ path, cache, install: 'never' })
    const found = await Promise.all([ask(), ask(), ask()])
    expect(new Set(found.map(({ server }) => server))).toEqual(new Set([join(cache, 'usr/bin/redis-server')]))
    expect(await readdir(join(scratch.path, 'cache'))).toEqual(['redis'])
    expect(await ask()).toEqual(found[0])
    expect(await callsOf(scratch)).toEqual(['install', 'unpack'])
  })

  test('is fetched by lists of packages of its own, where those of the system are missing or old', async () => {
    await using scratch = await makeScratch()
    const path = await fakeApt(scratch, { listsOfTheSystem: 'old' })
    await findRedisServer({ path, cache: join(scratch.path, 'cache/redis'), install: 'never' })
    expect(await callsOf(scratch)).toEqual(['install', 'update', 'install', 'unpack'])
  })

  test('that cannot be had is asked for in one line, with the reason', async () => {
    await using scratch = await makeScratch()
    const [path, cache] = [join(scratch.path, 'nothing'), join(scratch.path, 'cache/redis')]
    const ask = findRedisServer({ path, cache, install: 'never' })
    await expect(ask).rejects.toThrow(/^redis-server >= 6\.2 is missing: install it .* \(fetching it failed: .*apt-get.*\)$/)
    expect(await readdir(join(scratch.path, 'cache'))).toEqual([])
  })
})
