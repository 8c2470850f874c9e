import { basename, resolve } from 'node:path'
import type { z } from 'zod'
import { cacheSchema } from '../src/cache/cache-options.ts'
import { readySchema } from '../src/cache/ready.ts'
import { clientSchema, sdkSchema, pricingSchema } from '../src/client/sdk-options.ts'
import { build } from './build.ts'
import { keepCheckedIn } from './checked-in.ts'
import { findContradictions, type Rules } from './contradictions.ts'
import { findEntries, rollUp } from './declarations.ts'
import { type Declaration, type OptionDeclaration, readDeclarations } from './option-declaration.ts'
import { type OptionRule, rulesOf, showDefault } from './option-schema.ts'

const root = resolve(import.meta.dirname, '..')

/** Interfaces of options, in the order of the reference, with the schema that checks them, if one does. */
const documented: readonly (readonly [string, z.ZodObject?])[] = [
  ['SdkOptions', sdkSchema],
  ['ClientOptions', clientSchema],
  ['ApiOptions'],
  ['CommonOptions'],
  ['CacheOptions', cacheSchema],
  ['PricingOptions', pricingSchema],
  ['CallOptions'],
  ['ReadOptions'],
  ['CommandOptions'],
  ['ReadRequest'],
  ['ManyRequest'],
  ['MutationOptions'],
  ['ReadyOptions', readySchema],
  ['CalculateRequest'],
  ['CalculateOptions'],
  ['CalculateManyOptions'],
]

/** Types that are no options, and told where they belong. */
const elsewhere = new Set(['Id', 'Json', 'Immutable', 'PositionToken', 'LoadContext', 'Verdict'])

type Declarations = ReadonlyMap<string, Declaration>

/** The properties of an interface and of all that it extends. */
const allOptions = (all: Declarations, name: string): readonly OptionDeclaration[] => {
  const declaration = all.get(name)
  if (declaration === undefined) throw new Error(`${name}: no such type in the public declarations`)
  return [...declaration.extended.flatMap((base) => (all.has(base) ? allOptions(all, base) : [])), ...declaration.options]
}

const mentions = (all: Declarations, code: string): readonly string[] =>
  [...all.keys()].filter(
    (name) => !elsewhere.has(name) && new RegExp(String.raw`\b${name.replace('$', String.raw`\$`)}\b`).test(code),
  )

/** The names, and those of all types that they mention. */
const reach = (all: Declarations, names: readonly string[]): readonly string[] => {
  const mentioned = names.flatMap((name) => mentions(all, all.get(name)?.code ?? '')).filter((name) => !names.includes(name))
  return mentioned.length === 0 ? names : reach(all, [...names, ...new Set(mentioned)])
}

const linkTo = (all: Declarations, base: string): string =>
  all.has(base) ? `[\`${base}\`](#${base.toLowerCase()})` : `\`${base}\``

const factsOf = ({ type, isOptional }: OptionDeclaration, rule: OptionRule | undefined): string =>
  [
    `\`${type}\``,
    ...(isOptional ? [] : ['required']),
    ...(rule?.byDefault === undefined ? [] : [`default ${showDefault(rule.byDefault, type)}`]),
    ...(rule === undefined || rule.allowed === '' ? [] : [`allowed: ${rule.allowed}`]),
  ].join(' · ')

const writeOption = (prefix: string, option: OptionDeclaration, rule: OptionRule | undefined): readonly string[] => {
  const path = `${prefix}${option.name}`
  const inside = option.inside.flatMap((one) => writeOption(`${path}.`, one, rule?.inside.get(one.name)))
  return [`### ${path}`, factsOf(option, rule), option.text, ...inside]
}

const writeType = (
  all: Declarations,
  { name, text, code, extended, options, isInterface }: Declaration,
  rules: Rules | undefined,
): readonly string[] => {
  if (!isInterface) return [`## ${name}`, text, `\`\`\`text\n${code}\n\`\`\``]
  const bases = extended.map((base) => linkTo(all, base)).join(' and ')
  const more = bases === '' ? [] : [`${options.length === 0 ? 'The' : 'Beside the ones below, the'} options of ${bases}.`]
  return [`## ${name}`, text, ...more, ...options.flatMap((option) => writeOption('', option, rules?.get(option.name)))]
}

const INTRODUCTION = `# Configuration

<!-- Written by \`npm run configuration\` from the declarations of the options and the schemas that check them. -->

Every option of \`createSdk\`, \`createClient\` and \`createCache\`, of the calls of a client and of the reads and mutations of a cache.
What is allowed and what the default is comes from the schemas by which options are checked; a wrong one is refused with a
\`ConfigurationError\` that names the option, what was given and what is allowed, and so is an option that is none.`

/** The declarations of every entry by name. */
const declarationsOfPackage = async (): Promise<Declarations> => {
  const entries = (await findEntries()).filter((entry) => basename(entry) !== 'protocol.d.ts')
  const texts = await Promise.all(entries.map(rollUp))
  return new Map(texts.toReversed().flatMap((text) => [...readDeclarations(text)]))
}

/** @throws Error with every place where a declaration and its schema disagree */
const writeReference = (all: Declarations): string => {
  const schemas = new Map(
    documented.flatMap(([name, schema]) => (schema === undefined ? [] : [[name, rulesOf(schema)] as const])),
  )
  const wrong = documented.flatMap(([name]) => findContradictions(name, allOptions(all, name), schemas.get(name)))
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
  const inherited = documented.flatMap(([name]) =>
    (all.get(name)?.extended ?? []).map((base) => [base, schemas.get(name)] as const),
  )
  const rules = new Map([...inherited, ...schemas])
  const reached = reach(
    all,
    documented.map(([name]) => name),
  ).flatMap((name) => all.get(name) ?? [])
  const paragraphs = reached.flatMap((declaration) => writeType(all, declaration, rules.get(declaration.name)))
  return `${[INTRODUCTION, ...paragraphs.filter((paragraph) => paragraph !== '')].join('\n\n')}\n`
}

if (import.meta.main) {
  await build()
  const text = writeReference(await declarationsOfPackage())
  await keepCheckedIn({ root, files: new Map([['docs/configuration.md', text]]) }, '`npm run configuration`')
}
