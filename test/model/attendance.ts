import type { SimProcess } from './sim-process.ts'
import type { Subject } from './subject.ts'

interface Load {
  readonly signal: AbortSignal
}

interface Present {
  readers: number
  /** Readers that are part of a load. */
  parts: number
  readonly loads: Set<Load>
}

/** Who reads what, and which loads are under way for it. */
export class Attendance {
  readonly #present = new Map<SimProcess, Map<Subject, Present>>()

  /** A reader comes. Returns what is to be called when it goes; it says which loads are left that nobody waits for. */
  enter(process: SimProcess, subject: Subject, isPart: boolean): () => number {
    const present = this.#of(process, subject)
    const part = isPart ? 1 : 0
    present.readers++
    present.parts += part
    return () => {
      present.readers--
      present.parts -= part
      return present.readers > 0 ? 0 : [...present.loads].filter(({ signal }) => !signal.aborted).length
    }
  }

  /** A load begins. Returns what is to be called at its end. */
  load(process: SimProcess, subject: Subject, signal: AbortSignal): () => void {
    const { loads } = this.#of(process, subject)
    const load = { signal }
    loads.add(load)
    return () => void loads.delete(load)
  }

  /** Whether a process that lives has a load under way: a server goes on with it for a client that has given up. */
  get isLoading(): boolean {
    return [...this.#present].some(
      ([{ place }, subjects]) => place.host.alive && [...subjects.values()].some(({ loads }) => loads.size > 0),
    )
  }

  /** Whether a load of the process waits for it. */
  isPart(process: SimProcess, subject: Subject): boolean {
    return this.#of(process, subject).parts > 0
  }

  #of(process: SimProcess, subject: Subject): Present {
    const subjects = this.#present.get(process) ?? new Map<Subject, Present>()
    this.#present.set(process, subjects)
    const present = subjects.get(subject) ?? { readers: 0, parts: 0, loads: new Set() }
    subjects.set(subject, present)
    return present
  }
}
