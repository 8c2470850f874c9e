import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { drawPanels, panels, readPanel } from '../../../scripts/panel-queries.ts'
import { observe } from './observe.ts'

const { values } = parseArgs({ options: { scale: { type: 'string' }, picture: { type: 'string' } } })
const scale = Number(values.scale ?? '1')
const PICTURE_STEPS = 200

const begun = Date.now() / 1_000
const line = (at: number, text: string): string => `${String(Math.round(at - begun)).padStart(6)} s  ${text}\n`

await observe(
  { scale, say: ({ at, text }) => void process.stdout.write(line(at, text)) },
  async ({ prometheus, start, end, played }) => {
    const range = { start, end, step: (end - start) / PICTURE_STEPS }
    const read = await Promise.all(
      panels.map(async (panel) => ({ panel, series: await readPanel(prometheus, panel, range, scale) })),
    )
    const empty = read.filter(({ series }) => series.length === 0).map(({ panel }) => panel.title)
    process.stdout.write(
      `${panels.length - empty.length} of ${panels.length} panels showed something. Without series: ${empty.join(', ') || 'none'}.\n`,
    )
    if (values.picture === undefined) return
    const marks = played.map(({ fault, start, end }) => ({ text: fault.mark, start, end }))
    await writeFile(values.picture, await drawPanels(prometheus, range, scale, marks))
  },
)
