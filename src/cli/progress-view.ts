import type { Clock } from '../foundation/clock.ts'
import type { CalculationProgress } from '../index.ts'
import { printable } from './printable.ts'
import { progressText } from './progress-text.ts'

/** Shows how far the files have come. */
export interface ProgressView {
  update(index: number, progress: CalculationProgress): void
  /** A file has ended, and `print` writes what came of it. */
  ended(index: number, print: () => void): void
  /** Removes what is shown; nothing is shown afterwards. */
  close(): void
}

/** Where a view is shown: a terminal, or anything that takes text. */
export interface Screen {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
  hasColors?(): boolean
}

export interface ViewParts {
  readonly screen: Screen
  /** Labels of the files. */
  readonly labels: readonly string[]
  readonly clock: Pick<Clock, 'now' | 'timer'>
}

export const HIDDEN: ProgressView = { update: () => {}, ended: (_index, print) => print(), close: () => {} }

/** The first time that a file comes into a phase, one line. */
export const openLines = ({ screen, labels }: ViewParts): ProgressView => {
  const seen = new Set<string>()
  return {
    ...HIDDEN,
    update(index, { phase }) {
      const name = `${index} ${phase}`
      if (seen.has(name)) return
      seen.add(name)
      screen.write(`mes-crm: ${printable(labels[index] ?? '')}: ${phase}\n`)
    },
  }
}

/** Elapsed time goes on between reports. */
const REDRAW_MS = 250
const DEFAULT_COLUMNS = 80
const ERASE = '\r\u{1b}[K'

/** A line that is drawn again and again, for the file that has been under way for longest. */
export const openLine = ({ screen, labels, clock }: ViewParts): ProgressView => {
  const underWay = new Map<number, { readonly progress: CalculationProgress; readonly at: number }>()
  let ended = 0
  let shown = ''
  let isClosed = false
  const show = (line: string): void => {
    if (line === shown) return
    shown = line
    screen.write(line === '' ? ERASE : `\r${line}\u{1b}[K`)
  }
  const draw = (): void => {
    const [first] = underWay
    if (isClosed || first === undefined) return
    const [index, { progress, at }] = first
    const standing = {
      files: labels.length,
      ended,
      file: labels[index] ?? '',
      progress: { ...progress, elapsedMs: progress.elapsedMs + clock.now() - at },
    }
    // A terminal that was told no size has none, or 0. The last column stays free: some terminals go to the next line there.
    show(
      progressText(standing, {
        columns: (screen.columns || DEFAULT_COLUMNS) - 1,
        colors: screen.hasColors?.() === true ? 'on' : 'off',
      }),
    )
  }
  const timer = clock.timer(REDRAW_MS, draw, { repeats: true, holdsProcess: false })
  return {
    update(index, progress) {
      underWay.set(index, { progress, at: clock.now() })
      draw()
    },
    ended(index, print) {
      underWay.delete(index)
      ended += 1
      show('')
      print()
      draw()
    },
    close() {
      timer.stop()
      show('')
      isClosed = true
    },
  }
}
