import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawPanels, panels, readPanel } from '../../../scripts/panel-queries.ts'
import { type AlertState, type Prometheus, startPrometheus } from '../../../scripts/prometheus-server.ts'
import { listen } from '../../support/ports.ts'
import { makeScratch, type Scratch } from '../../support/scratch.ts'
import { killWithParent } from '../../support/watchdog.ts'

/** A minute becomes a second. */
const SCALE = 1 / 60

/** A fake service, which exports what it is told. */
const startFakeService = async () => {
  let text = ''
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text),
  )
  const listening = await listen(server, [])
  return { ...listening, exports: (lines: readonly string[]) => void (text = `${lines.join('\n')}\n`) }
}

describe('a real Prometheus with the rules of the package', () => {
  let scratch: Scratch
  let service: Awaited<ReturnType<typeof startFakeService>>
  let prometheus: Prometheus

  beforeAll(async () => {
    scratch = await makeScratch()
    service = await startFakeService()
    const folder = join(scratch.path, 'prometheus')
    await mkdir(folder)
    prometheus = await startPrometheus({ folder, targets: { service: `127.0.0.1:${service.port}` }, scale: SCALE })
    killWithParent(prometheus.child)
  })
  afterAll(async () => {
    await prometheus.stop()
    await service[Symbol.asyncDispose]()
    await scratch[Symbol.asyncDispose]()
  })

  const stateOf = async (alert: string): Promise<AlertState | undefined> => (await prometheus.alerts()).get(alert)
  const range = () => ({ start: Date.now() / 1_000 - 10, end: Date.now() / 1_000, step: 1 })

  test('accepts the query of every panel', async () => {
    for (const panel of panels) await expect(readPanel(prometheus, panel, range(), SCALE)).resolves.toBeDefined()
  })

  test('refuses what is no query', async () => {
    await expect(prometheus.query('sum by (')).rejects.toThrow('parse error')
  })

  test('raises an alert once it has lasted, ends it, and shows it in its panel', async () => {
    service.exports(['mescrm_redis_up{namespace="prod"} 0'])
    await expect.poll(() => stateOf('MescrmRedisDownEverywhere')).toBe('firing')
    expect(await stateOf('MescrmRedisDownForOne')).toBe('inactive')
    service.exports(['mescrm_redis_up{namespace="prod"} 1'])
    await expect.poll(() => stateOf('MescrmRedisDownEverywhere')).toBe('inactive')

    const redis = panels.find(({ title }) => title === 'Redis')
    if (redis === undefined) throw new Error('no panel')
    const [series] = await readPanel(prometheus, redis, { ...range(), step: 0.25 }, SCALE)
    expect(series?.legend).toBe('prod service')
    expect(new Set(series?.points.map(([, value]) => value))).toEqual(new Set([0, 1]))
    const picture = await drawPanels(prometheus, range(), SCALE, [
      { text: 'Redis & MES', start: range().start, end: range().end },
    ])
    expect(picture).toMatch(/^<svg [^]*<text[^>]*>Redis &amp; MES<\/text>[^]*<path d="M[^]*prod service<\/text>[^]*<\/svg>\n$/)
  })
})
