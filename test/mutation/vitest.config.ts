import { resolve } from 'node:path'
import { mergeConfig, type Plugin } from 'vitest/config'
import base from '../../vitest.config.ts'
import { type Mutation, mutate } from './mutation.ts'
import { mutations } from './mutations.ts'
import { TAKEN_OUT } from './verdict.ts'

const sources = resolve(import.meta.dirname, '../../src')

/** Takes a rule out of its file while that is loaded; the tree stays as it is. */
const without = (mutation: Mutation): Plugin => ({
  name: 'without-a-rule',
  enforce: 'pre',
  transform(code, id) {
    if (id !== `${sources}/${mutation.file}`) return undefined
    process.stderr.write(`${TAKEN_OUT}\n`)
    return mutate(code, mutation)
  },
})

const named = (rule: string): Mutation => {
  const mutation = mutations.find((known) => known.rule === rule)
  if (mutation === undefined) throw new Error(`no rule is called "${rule}"`)
  return mutation
}

/**
 * The project's tests over sources that lack the rule named by `WITHOUT_RULE`. Without the cache of modules, which would hand
 * one mutant to the next.
 */
export default mergeConfig(base, {
  plugins: [without(named(process.env['WITHOUT_RULE'] ?? ''))],
  test: { fsModuleCache: false },
})
