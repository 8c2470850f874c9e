import { readdir, readlink } from 'node:fs/promises'
import { openModel } from '../../../../src/pricing/open-model.ts'

const [, , path = ''] = process.argv
const source = await openModel({ model: path }, { maxModelBytes: 2 ** 32, rememberDigests: undefined, spoolFolder: '/nowhere' }, new AbortController().signal)
const openFiles = async (): Promise<readonly string[]> =>
  Promise.all((await readdir('/proc/self/fd')).map((file) => readlink(`/proc/self/fd/${file}`).catch(() => '')))

const reader = source.open().getReader()
await reader.read()
if (!(await openFiles()).includes(path)) throw new Error('the file should be open')
await reader.cancel()
for await (const chunk of source.open()) if (chunk.length > 0) break
process.stdout.write(`${(await openFiles()).filter((file) => file === path).length} left open\n`)
