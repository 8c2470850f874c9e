import ts from 'typescript'

/** A property of an interface of options. */
export interface OptionDeclaration {
  readonly name: string
  readonly isOptional: boolean
  /** Its type as it is written. */
  readonly type: string
  readonly text: string
  /** The properties of a type that is written out in place. */
  readonly inside: readonly OptionDeclaration[]
}

/** An interface, or a type of any other kind, as it is declared. */
export interface Declaration {
  readonly name: string
  readonly text: string
  /** The declaration without comments, for what is no interface of properties. */
  readonly code: string
  readonly extended: readonly string[]
  readonly options: readonly OptionDeclaration[]
  readonly isInterface: boolean
}

const printer = ts.createPrinter({ removeComments: true })

const commentOf = (node: ts.Node): string => {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)
  return (ts.getTextOfJSDocComment(comment?.comment) ?? '').replaceAll('\r', '')
}

const membersOf = (members: ts.NodeArray<ts.TypeElement>): readonly OptionDeclaration[] =>
  members.flatMap((member) => {
    if (!ts.isPropertySignature(member) || member.type === undefined) return []
    const inside = ts.isTypeLiteralNode(member.type) ? membersOf(member.type.members) : []
    const type = inside.length > 0 ? 'object' : member.type.getText().replaceAll(/\s+/g, ' ')
    return [
      { name: member.name.getText(), isOptional: member.questionToken !== undefined, type, text: commentOf(member), inside },
    ]
  })

const heritageOf = (node: ts.InterfaceDeclaration): readonly string[] =>
  (node.heritageClauses ?? []).flatMap(({ types }) => types.map((type) => type.getText()))

const declarationOf = (node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration, file: ts.SourceFile): Declaration => ({
  name: node.name.text,
  text: commentOf(node),
  code: printer.printNode(ts.EmitHint.Unspecified, node, file).replace(/^(export |declare )*/, ''),
  extended: ts.isInterfaceDeclaration(node) ? heritageOf(node) : [],
  options: ts.isInterfaceDeclaration(node) ? membersOf(node.members) : [],
  isInterface:
    ts.isInterfaceDeclaration(node) &&
    node.members.every((member) => ts.isPropertySignature(member) && ts.isIdentifier(member.name)),
})

/** The interfaces and types of rolled-up declarations, by name. */
export const readDeclarations = (code: string): ReadonlyMap<string, Declaration> => {
  const file = ts.createSourceFile('entry.d.ts', code, ts.ScriptTarget.Latest, true)
  const found = file.statements.filter(
    (statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement),
  )
  return new Map(found.map((node) => [node.name.text, declarationOf(node, file)]))
}
