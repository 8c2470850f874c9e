import { readdir } from 'node:fs/promises'
import { serve } from '../../support/child.ts'
import { openBelow } from '../../support/open-files.ts'
import { callbackCases } from './callback-cases.ts'
import { requestsUnderWay } from './answering-fetch.ts'
import type { Case } from './misbehaving-streams.ts'
import { streamCases, unended } from './stream-cases.ts'

/** How cases went: those that were told something else, with that. */
export interface Played {
  readonly played: number
  readonly wrong: readonly string[]
}

/** What is left of cases that are over. */
export interface Left {
  readonly unended: readonly string[]
  readonly files: readonly string[]
  readonly timers: number
  readonly requests: number
}

const [, , folder = ''] = process.argv

/** Errors that ended the process, did nobody listen here. */
const unheard: string[] = []
process.on('uncaughtException', (error) => unheard.push(`uncaught: ${textOf(error)}`))
process.on('unhandledRejection', (reason) => unheard.push(`unhandled: ${textOf(reason)}`))

const textOf = (error: unknown): string => {
  if (error instanceof Error) return `${error.name}: ${error.message}`
  return typeof error === 'string' ? error : 'no error'
}

/** In a turn of its own: what Node has to say of a stream that has just failed comes before any promise then. */
const outcomeOf = (play: () => Promise<unknown>): Promise<string> =>
  new Promise((resolve, reject) => {
    setImmediate(() => void play().then(resolve, reject))
  }).then(() => 'answered', textOf)

const playAll = async (cases: readonly Case[]): Promise<Played> => {
  const wrong: string[] = []
  for (const { name, play, expected } of cases) {
    const outcome = await outcomeOf(play)
    if (!outcome.includes(expected)) wrong.push(`${name}: expected ${expected}, got ${outcome}`)
  }
  return { played: cases.length, wrong }
}

serve({
  streams: () => playAll(streamCases(folder)),
  callbacks: () => playAll(callbackCases()),
  left: async (): Promise<Left> => ({
    unended: unended(),
    files: [...(await readdir(folder)).filter((name) => name.endsWith('.model')), ...(await openBelow(folder))],
    timers: process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
    requests: requestsUnderWay(),
  }),
  unheard: () => unheard,
  /** Nothing may keep the process from now on. */
  leave: () => void setImmediate(() => process.disconnect()),
})
