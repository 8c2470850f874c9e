import { createClock } from '../../../../src/foundation/clock.ts'
import { openModel } from '../../../../src/model/open-model.ts'
import { openBelow } from '../../../support/open-files.ts'

const [, , path = ''] = process.argv
const source = await openModel(
  { model: path },
  { clock: createClock(), maxModelBytes: 2 ** 32, rememberDigests: undefined, spoolFolder: '/nowhere' },
  new AbortController().signal,
)
const reader = source.open().getReader()
await reader.read()
if (!(await openBelow(path)).includes(path)) throw new Error('the file should be open')
await reader.cancel()
for await (const chunk of source.open()) if (chunk.length > 0) break
process.stdout.write(`${(await openBelow(path)).filter((file) => file === path).length} left open\n`)
