import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { textWidth } from '../../../src/cli/printable.ts'
import { progressText, type Standing } from '../../../src/cli/progress-text.ts'
import { openLine, openLines } from '../../../src/cli/progress-view.ts'
import { createClock } from '../../../src/foundation/clock.ts'
import type { CalculationProgress } from '../../../src/index.ts'

const uploading: CalculationProgress = { phase: 'uploading', bytes: 4_500_000, totalBytes: 10_000_000, elapsedMs: 72_900 }
const one: Standing = { files: 1, ended: 0, file: 'ring.stl', progress: uploading }
const wide = { columns: 100, colors: 'off' } as const

describe('The line of progress', () => {
  test.each<readonly [Standing, string]>([
    [one, 'ring.stl  uploading [#########-----------]  45 %   4.5 of 10.0 MB  1:12'],
    [
      { ...one, progress: { phase: 'hashing', bytes: 84, totalBytes: 84, elapsedMs: 0 } },
      'ring.stl  hashing [####################] 100 %  84 of 84 B  0:00',
    ],
    [{ ...one, progress: { ...uploading, phase: 'calculating', elapsedMs: 3_723_000 } }, 'ring.stl  calculating  1:02:03'],
    [{ ...one, progress: { ...uploading, phase: 'hashing', bytes: 0, totalBytes: 0 } }, 'ring.stl  hashing  1:12'],
    [{ ...one, progress: { ...uploading, phase: 'hashing', totalBytes: 0 } }, 'ring.stl  hashing  4.5 MB  1:12'],
    [{ ...one, files: 3, ended: 1 }, '1 of 3 done  ring.stl  uploading [#########-----------]  45 %   4.5 of 10.0 MB  1:12'],
  ])('tells phase, share, bytes and time', (standing, text) => {
    expect(progressText(standing, wide)).toBe(text)
  })

  test('says no more than 100 %, should a file grow', () => {
    expect(progressText({ ...one, progress: { ...uploading, bytes: 2e7 } }, wide)).toContain('[####################] 100 %')
  })

  test('has a colour only where colours are on', () => {
    expect(progressText(one, { ...wide, colors: 'on' })).toBe(
      progressText(one, wide).replace('uploading', '\u{1b}[36muploading\u{1b}[39m'),
    )
  })

  test('leaves out what the columns cannot hold, the bar first', () => {
    const at = (columns: number): string => progressText(one, { ...wide, columns })
    expect([71, 70, 48, 46, 31, 30].map(at)).toEqual([
      'ring.stl  uploading [#########-----------]  45 %   4.5 of 10.0 MB  1:12',
      'ring.stl  uploading  45 %   4.5 of 10.0 MB  1:12',
      'ring.stl  uploading  45 %   4.5 of 10.0 MB  1:12',
      'ring.stl  uploading  45 %  1:12',
      'ring.stl  uploading  45 %  1:12',
      'uploading  45 %  1:12',
    ])
  })

  test.each([
    'ring.stl',
    'a-very-long-name-of-a-ring-with-a-large-stone-and-many-small-ones.stl',
    '指輪指輪指輪指輪指輪.stl',
    'a\nb',
  ])('never takes more columns than there are: %j', (file) => {
    for (let columns = 0; columns < 120; columns += 1) {
      const text = progressText({ ...one, file, files: 12, ended: 3 }, { ...wide, columns })
      expect(textWidth(text)).toBeLessThanOrEqual(columns)
      expect(text).not.toMatch(/\p{Cc}/u)
    }
  })
})

/** A terminal that understands a carriage return and the erasing of a line, and nothing else. */
const createTerminal = (columns = 80) => {
  const lines = ['']
  return {
    isTTY: true,
    columns,
    hasColors: () => false,
    /** What has been written and not been erased. */
    get text() {
      return lines.join('\n')
    },
    writes: 0,
    write(text: string) {
      this.writes += 1
      // oxlint-disable-next-line no-control-regex -- the sequence that erases to the end of the line
      for (const part of text.split(/(\r|\n|\u{1b}\[K)/u)) {
        if (part === '\r') lines[lines.length - 1] = ''
        else if (part === '\n') lines.push('')
        else if (part !== '\u{1b}[K') lines[lines.length - 1] += part
      }
    },
  }
}

describe('A view', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('on a terminal draws one line again and again, and results stay above it', () => {
    const screen = createTerminal()
    const view = openLine({
      screen,
      labels: ['a.stl', 'b.stl'],
      clock: createClock(
        () => 0,
        () => 0,
      ),
    })
    view.update(0, uploading)
    view.update(1, { ...uploading, phase: 'hashing' })
    expect(screen.text).toMatch(/^0 of 2 done {2}a\.stl {2}uploading .*$/)
    view.ended(0, () => screen.write('a costs 5\n'))
    expect(screen.text).toMatch(/^a costs 5\n1 of 2 done {2}b\.stl {2}hashing .*$/)
    view.ended(1, () => screen.write('b costs 6\n'))
    view.close()
    expect(screen.text).toBe('a costs 5\nb costs 6\n')
  })

  test('on a terminal lets time go on between reports, and stops when it is closed', () => {
    const screen = createTerminal()
    let now = 0
    const view = openLine({
      screen,
      labels: ['a.stl'],
      clock: createClock(
        () => now,
        () => now,
      ),
    })
    view.update(0, { ...uploading, phase: 'calculating', elapsedMs: 1_000 })
    now = 61_000
    vi.advanceTimersByTime(250)
    expect(screen.text).toBe('a.stl  calculating  1:02')
    view.close()
    expect(screen.text).toBe('')
    view.update(0, uploading)
    vi.advanceTimersByTime(1_000)
    expect(screen.text).toBe('')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('on a terminal writes nothing while nothing changes', () => {
    const screen = createTerminal()
    const view = openLine({
      screen,
      labels: ['a.stl'],
      clock: createClock(
        () => 0,
        () => 0,
      ),
    })
    view.update(0, uploading)
    const before = screen.writes
    vi.advanceTimersByTime(2_000)
    view.update(0, uploading)
    expect(screen.writes).toBe(before)
    view.close()
  })

  test('follows the width of its terminal, and leaves the last column free', () => {
    const screen = createTerminal(72)
    const view = openLine({
      screen,
      labels: ['ring.stl'],
      clock: createClock(
        () => 0,
        () => 0,
      ),
    })
    view.update(0, uploading)
    expect(screen.text).toHaveLength(71)
    screen.columns = 71
    view.update(0, uploading)
    expect(screen.text.length).toBeLessThan(71)
    screen.columns = 30
    view.update(0, { ...uploading, bytes: 5_000_000 })
    expect(screen.text.length).toBeLessThan(30)
    view.close()
  })

  test.each([{ columns: 0 }, {}])('on a terminal that was told no size (%j) is as wide as on one of 80 columns', (size) => {
    const lineOn = (screenSize: { readonly columns?: number }): string => {
      const written: string[] = []
      const view = openLine({
        screen: { isTTY: true, ...screenSize, write: (text) => written.push(text) },
        labels: ['ring.stl'],
        clock: createClock(
          () => 0,
          () => 0,
        ),
      })
      view.update(0, uploading)
      view.close()
      return written.join('')
    }
    expect(lineOn(size)).toContain('uploading')
    expect(lineOn(size)).toBe(lineOn({ columns: 80 }))
  })

  test('elsewhere is one line for each phase of each file', () => {
    const written: string[] = []
    const view = openLines({
      screen: { write: (text) => written.push(text) },
      labels: ['a.stl', 'b\n.stl'],
      clock: createClock(
        () => 0,
        () => 0,
      ),
    })
    for (const phase of ['hashing', 'uploading', 'uploading', 'hashing', 'analyzing'] as const)
      view.update(0, { ...uploading, phase })
    view.update(1, uploading)
    expect(written).toEqual(
      ['hashing', 'uploading', 'analyzing'].map((phase) => `mes-crm: a.stl: ${phase}\n`).concat('mes-crm: b .stl: uploading\n'),
    )
  })
})
