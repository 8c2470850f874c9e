import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { build } from '../../scripts/build.ts'
import { soak } from './soak.ts'
import { flawsOf, reportOf } from './soak-report.ts'

const usage = `usage: npm run test:soak -- [--minutes 10] [--every 5] [--secured] [--order part;part] [--out file]

Lets a fleet work with everything switched on, a fault every so many seconds, and prints what was read and what the processes held.
  --secured  over TLS, as users of the documented rights, with passwords that are rotated every 20 seconds
  --order  parts of the names of faults that come first, in this order, separated by semicolons
  --out  writes the same as Markdown; default node_modules/.cache/chaos/soak.md
`

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    every: { type: 'string', default: '5' },
    secured: { type: 'boolean', default: false },
    order: { type: 'string', default: '' },
    out: { type: 'string', default: resolve(import.meta.dirname, '../../node_modules/.cache/chaos/soak.md') },
    help: { type: 'boolean', default: false },
  },
})

const ROTATE_MS = 20_000
const EXIT_DEADLINE_MS = 10_000

/** Everything is closed by now: what still keeps this process is named, instead of keeping it for ever. */
const nameWhatStays = async (): Promise<void> => {
  await pause(EXIT_DEADLINE_MS, undefined, { ref: false })
  process.stderr.write(`still open: ${process.getActiveResourcesInfo().join(', ')}\n`)
  process.exit(1)
}

const play = async (): Promise<void> => {
  await build()
  const order = values.order.split(';').filter(Boolean)
  const outcome = await soak({
    seconds: Number(values.minutes) * 60,
    everyMs: Number(values.every) * 1_000,
    readsPerSecond: 900,
    writesPerSecond: 60,
    order,
    ...(values.secured && { rotateMs: ROTATE_MS }),
  })
  const flaws = flawsOf(outcome)
  const report = [reportOf(outcome), ...flaws].join('\n')
  process.stdout.write(`${report}\n`)
  await mkdir(dirname(values.out), { recursive: true })
  await writeFile(values.out, `${report}\n`)
  if (flaws.length > 0) process.exitCode = 1
}

if (values.help) process.stdout.write(usage)
else {
  await play()
  void nameWhatStays()
}
