import type { Api, Operation } from '../read/api.ts'
import { isRecord, textOf } from '../json.ts'
import type { MethodArguments, NamedParameter } from './method-arguments.ts'
import { invalidatesOf, policyOf, spanOf } from '../policy/policy.ts'
import type { Placed, PlacedPolicy, PlacedRule } from '../policy/policy.ts'
import { comment, literal, literalBlock, paragraphsOf } from '../print.ts'

/** What is said about a resource method: the document's words, the cache policy, the kinds of failure, an example. */
export const methodComment = (api: Api, operation: Operation, given: MethodArguments): string =>
  comment(
    [
      ...paragraphsOf(textOf(operation.node['summary'])),
      ...paragraphsOf(textOf(operation.node['description'])),
      cacheLine(api, operation),
      ...failureLine(operation),
    ],
    ['', ...argumentTags(operation, given), '@example', '```ts', exampleOf(api, operation, given), '```'],
  )

/** What is said about the method that reads a list. */
export const manyComment = (api: Api, operation: Operation, many: string): string => {
  const parameter = operation.parameters.find((one) => one.in === 'path')
  const example = literal(parameter?.example ?? '…')
  return comment(
    [
      `Reads many, each as \`${operation.name}\` does, in the order given.`,
      'What is cached costs one round trip together, the same one twice is read once, and only so many requests are under way at a time.',
      'Rejects with the first error; what was read until then is kept.',
    ],
    ['', '@example', '```ts', `await ${apiAccess(api)}.${operation.resource}.${many}([${example}])`, '```'],
  )
}

const cacheLine = (api: Api, operation: Operation): string => {
  const policy = policyOf(api.source, operation)
  if (policy !== undefined) {
    const bound = policy.maxStaleness === undefined ? '' : ` At most ${inWords(policy.maxStaleness)} behind an invalidation.`
    return `Cached ${lifetime(policy)}; dropped when ${listed(policy.tags.map(readable), 'or')} is invalidated.${bound}${pastLife(policy)}`
  }
  if (operation.method === 'GET') return 'Never cached.'
  const tags = invalidatesOf(api.source, operation) ?? []
  const hold = spanOf(api.source, operation, 'x-hold')
  const held = hold === undefined ? '' : ` What the request names is held meanwhile, for ${inWords(hold)} at most.`
  return tags.length === 0 ? 'Invalidates nothing.' : `Invalidates ${listed(tags.map(readable), 'and')}.${held}`
}

const pastLife = ({ staleIfError, staleWhileRevalidate, negativeTtl, lease }: PlacedPolicy): string =>
  [
    staleWhileRevalidate === undefined
      ? ''
      : ` Served up to ${inWords(staleWhileRevalidate)} longer while a newer one is loaded.`,
    staleIfError === undefined ? '' : ` Where the API fails, served up to ${inWords(staleIfError)} longer, marked \`stale\`.`,
    negativeTtl === undefined ? '' : ` That there is none is remembered for ${inWords(negativeTtl)}.`,
    lease === undefined ? '' : ' Loaded by one process at a time.',
  ].join('')

const lifetime = (policy: PlacedPolicy): string => {
  const rules = policy.rules.map(ruleText)
  return rules.length === 1 ? `${rules.join('')} ${readers(policy)}` : `${readers(policy)}: ${rules.join(', ')}`
}

const ruleText = ({ ttl, when, notAfter }: PlacedRule): string => {
  const span = inWords(ttl)
  const ends = notAfter.map(({ text }) => `\`${lastStep(text)}\``)
  const caps = ends.length === 0 ? '' : ` (at most until ${listed(ends, 'or')})`
  const conditions = when.map(({ text, values }) => `\`${lastStep(text)}\` is ${listed(values.map(String), 'or')}`)
  return span + caps + (conditions.length === 0 ? '' : ` while ${conditions.join(' and ')}`)
}

const inWords = (duration: string): string => duration.replace(/(\d)([a-z])/, '$1 $2').replace(/ m$/, ' min')

const readers = ({ scope, tiers }: PlacedPolicy): string => {
  const whose = scope === 'shared' ? 'for all principals together' : 'per principal'
  return tiers.includes('redis') ? whose : `${whose}, in this process only`
}

/** `order:{$response.body#/items/*\/id}` → `order:{id}`. */
const readable = ({ text }: Placed): string => {
  const named = text.replaceAll(/\{([^}]*)\}/g, (_, expression: string) => `{${lastStep(expression)}}`)
  return `\`${named}\``
}

const lastStep = (expression: string): string => expression.split(/[/.]/).at(-1) ?? expression

const listed = (words: readonly string[], last: string): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`

const failureLine = ({ failures }: Operation): readonly string[] => {
  const kinds = failures.flatMap(({ status, codes }) => codes.map((code) => `\`${code}\` (${status})`))
  return kinds.length === 0 ? [] : [`Fails with ${listed(kinds, 'or')}.`]
}

const argumentTags = ({ body }: Operation, { path, options }: MethodArguments): readonly string[] => [
  ...described(path, ''),
  ...(body?.description === undefined ? [] : [`@param body - ${oneLine(body.description)}`]),
  ...described(options, 'options.'),
]

const described = (parameters: readonly NamedParameter[], prefix: string): readonly string[] =>
  parameters
    .map(({ name, parameter }) => ({
      name,
      text: [oneLine(parameter.description), valuesOf(parameter)].filter((one) => one !== '').join(' '),
    }))
    .filter(({ text }) => text !== '')
    .map(({ name, text }) => `@param ${prefix}${name} - ${text}`)

/** What a parameter takes beside the values that the document describes. */
const valuesOf = ({ in: place, name }: NamedParameter['parameter']): string =>
  place === 'header' && name.toLowerCase() === 'if-match' ? 'Takes the version, an integer of 0 or more, or an ETag.' : ''

const oneLine = (text: string | undefined): string => paragraphsOf(text).join(' ')

const exampleOf = (api: Api, operation: Operation, { path, query: queries, options }: MethodArguments): string => {
  const query = queries.find(({ example }) => example !== undefined)
  const given = [
    ...path.map((named) => exampleFor(named)),
    ...(query === undefined ? [] : [literal({ [query.name]: query.example })]),
    ...bodyExample(operation),
    ...optionExamples(options),
  ]
  return `await ${apiAccess(api)}.${operation.resource}.${operation.name}(${given.join(', ')})`
}

/** How an API is reached: ours through the SDK, others through a client of their own. */
const apiAccess = ({ name, isStrict }: Api): string => (isStrict ? `sdk.${name}` : 'client.api')

/** Without an example, what it is called stands for it. */
const exampleFor = ({ name, parameter }: NamedParameter): string =>
  parameter.example === undefined ? name : literal(parameter.example)

const bodyExample = ({ body }: Operation): readonly string[] => {
  if (body === undefined || (body.example === undefined && !body.required)) return []
  if (body.example === undefined) return ['body']
  const line = literal(body.example)
  return [line.length > 80 && isRecord(body.example) ? literalBlock(body.example) : line]
}

/** Those that must be given, and those that the document has examples for. */
const optionExamples = (options: readonly NamedParameter[]): readonly string[] => {
  const shown = options
    .filter(({ parameter }) => parameter.required || parameter.example !== undefined)
    .map((named) => {
      const example = named.parameter.name.toLowerCase() === 'if-match' ? '7' : exampleFor(named)
      return example === named.name ? example : `${named.name}: ${example}`
    })
  return shown.length === 0 ? [] : [`{ ${shown.join(', ')} }`]
}
