import { listOf, textOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { comment, paragraphsOf } from '../print.ts'

/** What a schema says about itself for people. */
export interface Documentation {
  readonly description?: string
  readonly defaultValue?: unknown
  readonly example?: unknown
  readonly isDeprecated?: true
}

/** The documentation of a schema; `target`, the schema it refers to, describes it where it says nothing itself. */
export const documentationOf = (node: JsonRecord, target: JsonRecord = {}): Documentation => {
  const description = textOf(node['description']) ?? textOf(target['description'])
  const example = listOf(node['examples'])[0] ?? node['example']
  return {
    ...(description === undefined ? {} : { description }),
    ...(node['default'] === undefined ? {} : { defaultValue: node['default'] }),
    ...(example === undefined ? {} : { example }),
    ...(node['deprecated'] === true ? { isDeprecated: true } : {}),
  }
}

/** The documentation as a comment. */
export const documentationComment = ({ description, defaultValue, example, isDeprecated }: Documentation): string =>
  comment(paragraphsOf(description), [
    ...(defaultValue === undefined ? [] : [`@defaultValue ${JSON.stringify(defaultValue)}`]),
    ...(example === undefined || typeof example === 'object' ? [] : [`@example ${JSON.stringify(example)}`]),
    ...(isDeprecated === true ? ['@deprecated'] : []),
  ])
