import type { Seed } from '../orders/seed.ts'

/** What a database worker is started with. */
export interface DatabaseOptions {
  readonly path: string
  readonly seed: Seed
  readonly noticeDelayMs: number
}

/** What a worker can be asked: a function by the name of each query. Arguments and results travel by structured clone. */
export type QueryTable = Readonly<Record<string, (argument: never) => unknown>>

export interface QueryMessage {
  readonly id: number
  readonly name: string
  readonly argument: unknown
}

export type ReplyMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: unknown }
