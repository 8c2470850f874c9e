import type { OptionDeclaration } from './option-declaration.ts'
import { type OptionRule, showDefault } from './option-schema.ts'

/** What a schema says of options, by name. */
export type Rules = ReadonlyMap<string, OptionRule>

const told = (text: string): string | undefined => /\bdefault:? (`[^`]+`|[\d,]+(?: [KMG]iB)?)/i.exec(text)?.[1]

/** What an option's declaration and its rule say of each other that is not so. */
const contradictions = (path: string, option: OptionDeclaration, rule: OptionRule): readonly string[] => {
  const byDefault = rule.byDefault === undefined ? undefined : showDefault(rule.byDefault, option.type)
  return [
    ...(byDefault !== told(option.text) && byDefault !== undefined
      ? [`${path}: the default is ${byDefault}, and its declaration says ${told(option.text) ?? 'none'}`]
      : []),
    ...(option.isOptional === rule.isRequired
      ? [`${path}: its declaration and its schema differ in whether it is required`]
      : []),
    ...(rule.inside.size > 0 && option.inside.length > 0 ? compare(path, option.inside, rule.inside) : []),
  ]
}

/** The options, and those inside of them, by their paths. */
const everyOption = (prefix: string, options: readonly OptionDeclaration[]): readonly (readonly [string, OptionDeclaration])[] =>
  options.flatMap((option) => [
    [`${prefix}.${option.name}`, option] as const,
    ...everyOption(`${prefix}.${option.name}`, option.inside),
  ])

const namesOf = (options: readonly OptionDeclaration[]): readonly string[] => options.map(({ name }) => name)

/** What the declarations of options and the schema that checks them say of each other that is not so. */
export const findContradictions = (
  name: string,
  options: readonly OptionDeclaration[],
  rules: Rules | undefined,
): readonly string[] => [
  ...everyOption(name, options)
    .filter(([, { text }]) => text === '')
    .map(([path]) => `${path}: its declaration says nothing about it`),
  ...(rules === undefined ? [] : compare(name, options, rules)),
]

const compare = (name: string, options: readonly OptionDeclaration[], rules: Rules): readonly string[] => [
  ...namesOf(options)
    .filter((option) => !rules.has(option))
    .map((option) => `${name}.${option}: declared, and refused by the schema`),
  ...[...rules.keys()]
    .filter((option) => !namesOf(options).includes(option))
    .map((option) => `${name}.${option}: taken by the schema, and not declared`),
  ...options.flatMap((option) => {
    const rule = rules.get(option.name)
    return rule === undefined ? [] : contradictions(`${name}.${option.name}`, option, rule)
  }),
]
