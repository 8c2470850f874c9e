import type { CalculationProgress } from '../index.ts'
import { lastColumns, printable, textWidth } from './printable.ts'

/** How far the files have come, all together. */
export interface Standing {
  /** Number of files, and how many of them have ended. */
  readonly files: number
  readonly ended: number
  /** The one that is shown: its label, and how far it has come by now. */
  readonly file: string
  readonly progress: CalculationProgress
}

export interface Look {
  /** Columns that the line may take. */
  readonly columns: number
  readonly colors: 'on' | 'off'
}

const BAR_COLUMNS = 20
/** As much of the name of a file is shown before the bar makes room for it. */
const NAME_COLUMNS = 16
const [CYAN, PLAIN] = ['\u{1b}[36m', '\u{1b}[39m']

/** One line that tells how far it has come: as much of it as the columns hold. */
export const progressText = ({ files, ended, file, progress }: Standing, { columns, colors }: Look): string => {
  const name = printable(file)
  const count = files === 1 ? '' : `${ended} of ${files} done  `
  const least = Math.min(textWidth(name), NAME_COLUMNS) + count.length + 2
  const tails = tailsOf(progress)
  const tail = tails.find((one) => least + progress.phase.length + one.length <= columns)
  if (tail === undefined) return lastColumns(`${progress.phase}${tails.at(-1) ?? ''}`, columns)
  const phase = colors === 'on' ? `${CYAN}${progress.phase}${PLAIN}` : progress.phase
  const room = columns - count.length - 2 - progress.phase.length - tail.length
  return `${count}${lastColumns(name, room)}  ${phase}${tail}`
}

/** What follows the phase, from the longest to the shortest. */
const tailsOf = ({ phase, bytes, totalBytes, elapsedMs }: CalculationProgress): readonly string[] => {
  const elapsed = `  ${elapsedText(elapsedMs)}`
  if ((phase !== 'hashing' && phase !== 'uploading') || bytes + totalBytes === 0) return [elapsed]
  if (totalBytes === 0) return [`  ${sizeText(bytes)}${elapsed}`, elapsed]
  const share = Math.min(1, bytes / totalBytes)
  const percent = ` ${String(Math.floor(share * 100)).padStart(3)} %`
  const amount = `  ${amountText(bytes, totalBytes)}`
  return [` ${barText(share)}${percent}${amount}${elapsed}`, `${percent}${amount}${elapsed}`, `${percent}${elapsed}`]
}

const barText = (share: number): string => {
  const full = Math.floor(share * BAR_COLUMNS)
  return `[${'#'.repeat(full)}${'-'.repeat(BAR_COLUMNS - full)}]`
}

const UNITS = ['B', 'kB', 'MB', 'GB'] as const

/** Both in the unit of the whole, so that the text keeps its width. */
const amountText = (bytes: number, totalBytes: number): string => {
  const power = powerOf(totalBytes)
  const whole = amount(totalBytes, power)
  return `${amount(bytes, power).padStart(whole.length)} of ${whole} ${UNITS[power] ?? ''}`
}

const sizeText = (bytes: number): string => `${amount(bytes, powerOf(bytes))} ${UNITS[powerOf(bytes)] ?? ''}`

const powerOf = (bytes: number): number => Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)))

const amount = (bytes: number, power: number): string => (bytes / 1_000 ** power).toFixed(power === 0 ? 0 : 1)

/** `0:07`, `12:30`, `1:02:03`. */
const elapsedText = (elapsedMs: number): string => {
  const seconds = Math.floor(elapsedMs / 1_000)
  const two = (number: number): string => String(number).padStart(2, '0')
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h === 0 ? `${m}:${two(s)}` : `${h}:${two(m)}:${two(s)}`
}
