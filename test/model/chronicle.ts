import type { LogRecord } from '../../src/coherence/log/record.ts'
import type { Ledger } from './ledger.ts'
import type { SimTime } from './sim/time.ts'
import { Tally } from './tally.ts'

const digits = new Intl.NumberFormat('en-GB')

/** What happened, in plain words and in numbers. */
export class Chronicle {
  readonly tally = new Tally()
  readonly lines: { readonly at: number; readonly text: string }[] = []
  readonly ledger: Ledger
  readonly #time: SimTime
  readonly #isTold: boolean

  constructor(time: SimTime, ledger: Ledger, isTold: boolean) {
    this.#time = time
    this.ledger = ledger
    this.#isTold = isTold
  }

  /** A line of the story; the text is only made when somebody will read it. */
  tell(text: () => string, at: number = this.#time.now): void {
    if (this.#isTold) this.lines.push({ at, text: text() })
  }

  fault(kind: string): void {
    this.tally.add(`fault: ${kind}`)
    this.tell(() => `(${kind})`)
  }

  appended(record: LogRecord, before: LogRecord | undefined): void {
    this.ledger.appended(record, before, this.#time.now)
    this.tally.add(`record: ${record.kind}`)
    this.tell(
      () => `the log gets ${record.kind} ${record.id.text} of epoch ${record.epoch.number} ${record.tags.slice(0, 6).join(' ')}`,
    )
  }

  /** Numbered lines, in the order of time. */
  get story(): string {
    const ordered = this.lines.toSorted((a, b) => a.at - b.at)
    return ordered.map(({ at, text }, index) => `${String(index + 1).padStart(4)}. at ${digits.format(at)} ms ${text}`).join('\n')
  }
}
