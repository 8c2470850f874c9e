import openapiTS, { astToString, NULL, tsLiteral, UNDEFINED } from 'openapi-typescript'
import ts from 'typescript'
import { OPEN } from './catalog.ts'
import type { Catalog, NamedSchema } from './catalog.ts'
import { listOf, recordOf, textOf } from './json.ts'
import type { JsonRecord } from './json.ts'
import { comment, fill, paragraphsOf } from './print.ts'
import { schemaName } from './reference.ts'

/** Type of every schema of the catalog. Made by openapi-typescript, then named one by one and documented. */
export const emitTypes = async (catalog: Catalog, runtime: string): Promise<string> => {
  const comments = new Map<ts.Node, string>()
  const directions = new Map(catalog.schemas.map(({ name, direction }) => [name, direction]))
  const descriptions = new Map(catalog.schemas.map(({ name, schema }) => [name, schema]))
  const ast = await openapiTS(Buffer.from(JSON.stringify(documentOf(catalog))), {
    immutable: true,
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    silent: true,
    transform: (schema) => openType(recordOf(schema)),
    transformProperty: (property, schema, { path }) => {
      const name = /^#\/components\/schemas\/([^/]+)/.exec(path ?? '')?.[1] ?? ''
      const typed = directions.get(name) === 'request' ? acceptUndefined(property) : property
      comments.set(typed, describe(recordOf(schema), descriptions))
      return typed
    },
  })
  const types = namedTypes(ast)
  const texts = catalog.schemas.map((named) => printType(named, types.get(named.name) ?? tsLiteral('missing'), comments))
  const imports = texts.some((text) => text.includes('OpenEnum<')) ? [`import type { OpenEnum } from '${runtime}'`] : []
  return `${[...imports, ...texts].join('\n\n')}\n`
}

const documentOf = ({ schemas }: Catalog): JsonRecord => ({
  openapi: '3.1.0',
  info: { title: 'types', version: '1' },
  components: { schemas: Object.fromEntries(schemas.map(({ name, schema }) => [name, schema])) },
})

const openType = (schema: JsonRecord): ts.TypeNode | undefined => {
  if (schema[OPEN] !== true) return undefined
  const values = listOf(schema['enum'])
  const texts = values.filter((value) => typeof value === 'string')
  const known = ts.factory.createUnionTypeNode(texts.map((value) => tsLiteral(value)))
  const type = ts.factory.createTypeReferenceNode('OpenEnum', [known])
  return values.includes(null) ? ts.factory.createUnionTypeNode([type, NULL]) : type
}

/** What may be left out of a request may be given as `undefined` as well. */
const acceptUndefined = (property: ts.PropertySignature): ts.PropertySignature =>
  property.questionToken === undefined || property.type === undefined
    ? property
    : ts.factory.updatePropertySignature(property, property.modifiers, property.name, property.questionToken,
      ts.factory.createUnionTypeNode([...ts.isUnionTypeNode(property.type) ? property.type.types : [property.type], UNDEFINED]))

/** Documentation of a schema: its description, or that of the schema it refers to. */
const describe = (schema: JsonRecord, named: ReadonlyMap<string, JsonRecord>): string => {
  const target = named.get(schemaName(schema) ?? '') ?? {}
  const example = listOf(schema['examples'])[0]
  return comment(paragraphsOf(textOf(schema['description']) ?? textOf(target['description'])), [
    ...schema['default'] === undefined ? [] : [`@defaultValue ${JSON.stringify(schema['default'])}`],
    ...example === undefined || typeof example === 'object' ? [] : [`@example ${JSON.stringify(example)}`],
  ])
}

/** Types of `components['schemas']`, by name. */
const namedTypes = (ast: readonly ts.Node[]): ReadonlyMap<string, ts.TypeNode> => {
  const components = ast.filter((node) => ts.isInterfaceDeclaration(node)).find(({ name }) => name.text === 'components')
  const members = components?.members.filter((member) => ts.isPropertySignature(member)) ?? []
  const schemas = members.find(({ name }) => nameOf(name) === 'schemas')?.type
  if (schemas === undefined || !ts.isTypeLiteralNode(schemas)) return new Map()
  return new Map(schemas.members.flatMap((member) =>
    ts.isPropertySignature(member) && member.type !== undefined ? [[nameOf(member.name), member.type]] : []))
}

const nameOf = (name: ts.PropertyName): string => (ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '')

const printType = ({ name, schema }: NamedSchema, type: ts.TypeNode, comments: ReadonlyMap<ts.Node, string>): string => {
  const renamed = ts.visitNode(type, namer(comments), ts.isTypeNode) ?? type
  const exported = [ts.factory.createModifier(ts.SyntaxKind.ExportKeyword)]
  const alias = ts.factory.createTypeAliasDeclaration(exported, name, undefined, renamed)
  return describe(schema, new Map()) + restyle(astToString(alias).trimEnd())
}

/** Replaces `components['schemas']['Order']` by `Order`, and each property's documentation by ours. */
const namer = (comments: ReadonlyMap<ts.Node, string>): ts.Visitor => {
  const visit: ts.Visitor = (node) => {
    const text = comments.get(node)
    if (text !== undefined) ts.setSyntheticLeadingComments(node, synthetic(text))
    const name = referredName(node)
    if (name !== undefined) return ts.factory.createTypeReferenceNode(name)
    return ts.visitEachChild(node, visit, undefined)
  }
  return visit
}

const referredName = (node: ts.Node): string | undefined => {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return undefined
  const { indexType } = node
  return ts.isLiteralTypeNode(indexType) && ts.isStringLiteral(indexType.literal) ? indexType.literal.text : undefined
}

const synthetic = (text: string): ts.SynthesizedComment[] =>
  text === '' ? [] : [{
    kind: ts.SyntaxKind.MultiLineCommentTrivia, text: text.trim().slice(2, -2), hasTrailingNewLine: true, pos: -1, end: -1,
  }]

/** The printer's layout in the style of the project: two spaces, single quotes, no semicolons, long unions on several lines. */
const restyle = (text: string): string =>
  text.split('\n').map((line) => {
    const spaced = line.replace(/^(?: {4})+/, (spaces) => ' '.repeat(spaces.length / 2))
    if (/^\s*(?:\/\*\*|\*)/.test(spaced)) return spaced
    return breakUnion((spaced.includes("'") ? spaced : spaced.replaceAll('"', "'")).replace(/;$/, ''))
  }).join('\n')

const breakUnion = (line: string): string => {
  const [, margin = '', before = '', union, after = ''] = /^(\s*)(.*?)((?:'[^']*' \| )+'[^']*')(.*)$/.exec(line) ?? []
  if (line.length <= 120 || union === undefined) return line
  const rows = fill(union.split(' | ').map((member) => `| ${member}`), 100)
  return `${margin}${before.trimEnd()}${rows.map((row) => `\n${margin}  ${row}`).join('')}${after}`
}
