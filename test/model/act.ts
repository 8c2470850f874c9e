import type { Entity } from './ledger.ts'
import type { SubjectName } from './subject.ts'

/** What a process does. `who` is the number of its machine. */
export type Deed =
  | {
      readonly do: 'read'
      readonly who: number
      readonly subject: SubjectName
      readonly maxStaleness: number
      /** Milliseconds that its load takes, if it loads. */
      readonly takes: number
      /** Whether every client reads it at the same time, not only `who`. */
      readonly crowd: boolean
      /** Whether its load, if it loads, fails in the end. */
      readonly fails: boolean
      /** Which of the positions handed out last it names, the newest being 0. */
      readonly atLeast: number | undefined
      readonly times: number
      readonly every: number
      readonly mode: 'use' | 'reload' | 'bypass'
      /** Milliseconds after which the reader gives up. */
      readonly patience: number | undefined
    }
  | {
      readonly do: 'change'
      readonly who: number
      readonly entities: readonly Entity[]
      /** Milliseconds of the lease of its hold, if it takes one. */
      readonly hold: number | undefined
      /** Milliseconds until it is committed, and from then until its writer knows of it. */
      readonly commitsIn: number
      readonly answersIn: number
      /** Whether the writer dies between its commit and its invalidation, or as soon as that is acknowledged. */
      readonly dies: 'before' | 'after' | undefined
      readonly settle: number
      /** Milliseconds after which Redis loses its hash of open holds, while every other process is started again. */
      readonly forgottenIn?: number | undefined
      /** The newest rows that the log keeps then. Default: all. */
      readonly rowsKept?: number | undefined
    }
  | { readonly do: 'overflow'; readonly who: number }

/** What befalls a machine, its process, or its network. */
export type Mishap =
  | {
      readonly do: 'messages'
      readonly who: number
      readonly are: 'lost' | 'repeated' | 'reordered' | 'late' | 'garbled'
      readonly lasting: number
    }
  | { readonly do: 'deafen' | 'crash'; readonly who: number }
  | { readonly do: 'cut' | 'half-open' | 'pause' | 'suspend'; readonly who: number; readonly lasting: number }
  | { readonly do: 'lose answers'; readonly who: number; readonly count: number }
  | { readonly do: 'slow fills'; readonly who: number; readonly delay: number }
  | { readonly do: 'step clock'; readonly who: number; readonly by: number }

/** What befalls Redis. */
export type Disaster =
  | {
      readonly do: 'fail over'
      /** Milliseconds for which nothing is published before it. */
      readonly unheard: number
      readonly lost: number
      readonly ids: 'same' | 'lower' | 'later'
      readonly entries: 'kept' | 'lost'
      readonly lasting: number
      /** Milliseconds after which another failover loses what came after this one. */
      readonly again: number | undefined
    }
  | { readonly do: 'demote'; readonly lost: number; readonly ids: 'same' | 'lower' | 'later'; readonly lasting: number }
  | { readonly do: 'restart empty'; readonly ids: 'lower' | 'later'; readonly lasting: number }
  | { readonly do: 'trim'; readonly kept: number }
  | { readonly do: 'refuse publish'; readonly lasting: number }
  | { readonly do: 'set clock back'; readonly by: number }
  | { readonly do: 'delete log' | 'lose holds' | 'delete all' | 'use up ids' | 'scribble' | 'corrupt' }

export type Act = Deed | Mishap | Disaster

/** Something that is done to the simulation, some milliseconds after the step before it. */
export interface Step {
  readonly after: number
  readonly act: Act
}

/** What happens in a simulation: its steps, and the seed of everything that its network does by chance; 0 for nothing. */
export interface Schedule {
  readonly noise: number
  readonly steps: readonly Step[]
}
