import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'
import ts from 'typescript'

const root = resolve(import.meta.dirname, '..')

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly import: { readonly types: string } }>>
}

/** The built declarations of every entry that the package exports. */
export const findEntries = async (): Promise<readonly string[]> => {
  const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest
  return Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [join(root, entry.import.types)]))
}

/** The declarations of a built entry and of all that it consists of, in one text. */
export const rollUp = async (input: string): Promise<string> => {
  const external = (id: string): boolean => !/^[./]/.test(id)
  const bundle = await rollup({ input, external, plugins: [dts()], onLog: () => undefined })
  const {
    output: [{ code }],
  } = await bundle.generate({ format: 'es' })
  await bundle.close()
  const types = typesIn(await readFile(input, 'utf8'))
  return exportTypes(code, (name) => types.has(name))
}

type ExportedNames = ts.ExportDeclaration & { readonly exportClause: ts.NamedExports }

const isOfNames = (statement: ts.Statement): statement is ExportedNames =>
  ts.isExportDeclaration(statement) && statement.exportClause !== undefined && ts.isNamedExports(statement.exportClause)

const parse = (declarations: string): ts.SourceFile =>
  ts.createSourceFile('entry.d.ts', declarations, ts.ScriptTarget.Latest, true)

/** What declarations export as types, as far as they say so. */
const typesIn = (declarations: string): ReadonlySet<string> =>
  new Set(
    parse(declarations)
      .statements.filter(isOfNames)
      .flatMap(({ isTypeOnly, exportClause }) =>
        exportClause.elements.filter((element) => isTypeOnly || element.isTypeOnly).map(({ name }) => name.text),
      ),
  )

/**
 * Declarations that export as types what is one. A bundler of declarations cannot know: it lists classes whose types alone are public
 * among the values.
 */
export const exportTypes = (declarations: string, isType: (name: string) => boolean): string => {
  const file = parse(declarations)
  const elements = file.statements
    .filter(isOfNames)
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .flatMap(({ exportClause }) => exportClause.elements)
  const starts = elements
    .filter((element) => !element.isTypeOnly && isType(element.name.text))
    .map((element) => element.getStart(file))
  return starts.reduceRight((text, start) => `${text.slice(0, start)}type ${text.slice(start)}`, declarations)
}

/** A member of a namespace that comes from another file: the bundler of declarations takes each for a value. */
const NAMESPACE_MEMBER = /^declare const ([\w$]+_(\w+)): typeof (\2(?:\$\d+)?);$/gm

/** Declarations whose namespaces have types alone, as `export type * as` says. */
export const namespacesOfTypes = (declarations: string): string => {
  const members = new Set([...declarations.matchAll(NAMESPACE_MEMBER)].map(([, name]) => name))
  if (members.size === 0) return declarations
  return declarations
    .replaceAll(NAMESPACE_MEMBER, 'type $1 = $3;')
    .replaceAll(/^(declare namespace \S+ \{\n {2}export )(\{[^}]*\})/gm, (text, begin: string, names: string) =>
      [...names.matchAll(/([\w$]+) as/g)].some(([, name]) => members.has(name)) ? `${begin}type ${names}` : text,
    )
}
