import { basename, resolve } from 'node:path'
import ts from 'typescript'
import { build } from './build.ts'
import { keepCheckedIn } from './checked-in.ts'
import { findEntries, rollUp } from './declarations.ts'

const root = resolve(import.meta.dirname, '..')

const isOrdered = (statement: ts.Statement): boolean => !ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)

const nameOf = (statement: ts.Statement): string => {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText()).join()
  const name =
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
      ? statement.name
      : undefined
  return name?.getText() ?? ''
}

const byName = (one: ts.Statement, other: ts.Statement): number => {
  const [left, right] = [nameOf(one), nameOf(other)]
  return left < right ? -1 : Number(left > right)
}

/** Declarations without comments, in the order of their names: the order of files in a build says nothing about an API. */
const normalise = (code: string): string => {
  const file = ts.createSourceFile('report.d.ts', code, ts.ScriptTarget.Latest, true)
  const [ordered, others] = [file.statements.filter(isOrdered), file.statements.filter((statement) => !isOrdered(statement))]
  const printer = ts.createPrinter({ removeComments: true })
  const statements = [
    ...others.filter(ts.isImportDeclaration),
    ...ordered.toSorted(byName),
    ...others.filter(ts.isExportDeclaration),
  ]
  return `${statements.map((statement) => printer.printNode(ts.EmitHint.Unspecified, statement, file)).join('\n\n')}\n`
}

/** The public surface of built entries: for each the rolled-up declarations, by the path of its report. */
export const reportApi = async (entries: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const reports = entries.map(async (entry) => [`api/${basename(entry)}`, normalise(await rollUp(entry))] as const)
  return new Map(await Promise.all(reports))
}

if (import.meta.main) {
  await build()
  await keepCheckedIn({ root, files: await reportApi(await findEntries()), whole: 'api' }, '`npm run api`')
}
