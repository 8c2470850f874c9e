import { resolve } from 'node:path'
import type { Plugin } from 'vitest/config'
import { type Mutation, mutate } from './mutation.ts'

const sources = resolve(import.meta.dirname, '../../src')

/** Path of the source that keeps a rule. */
export const sourceOf = ({ file }: Mutation): string => `${sources}/${file}`

/** The rule that is taken out of the sources while they are loaded; the tree stays as it is. */
export class TakenOut {
  #mutation: Mutation | undefined
  #isSeen = false

  /** Whether a file without the rule has been loaded. */
  get isSeen(): boolean {
    return this.#isSeen
  }

  /** From now on this rule is missing and the one before is back; with `undefined` every rule is in its place. */
  choose(mutation: Mutation | undefined): void {
    this.#mutation = mutation
    this.#isSeen = false
  }

  /** Vitest's way to load a source. */
  readonly plugin: Plugin = {
    name: 'without-a-rule',
    enforce: 'pre',
    transform: (code, id) => {
      if (this.#mutation === undefined || id !== sourceOf(this.#mutation)) return undefined
      this.#isSeen = true
      return mutate(code, this.#mutation)
    },
  }
}
