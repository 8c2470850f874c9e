/** `OrdersList` → `ordersList`: the constant of an operation. */
export const operationConst = ({ type }: { readonly type: string }): string => lowerFirst(type)

/** `orders` and `list` → `OrdersList`: the beginning of its types' names. */
export const operationType = ({ resource, method }: OperationName): string => upperFirst(resource) + upperFirst(method)

/** What an operation is called in the client: `sdk.mes.orders.list`. */
export interface OperationName {
  readonly resource: string
  readonly method: string
}

/** `Order` → `orderSchema`: the constant of a schema. */
export const schemaConst = (name: string): string => `${lowerFirst(name)}Schema`

/** `OrderPage` → `orderPage`: the builder of a schema's values. */
export const builderName = (name: string): string => lowerFirst(name)

/** `If-Match` → `ifMatch`: the option that a header is given by. */
export const optionName = (header: string): string =>
  camelCase(
    header
      .split(/[^A-Za-z0-9]+/)
      .map((word) => word.toLowerCase())
      .join('-'),
  )

/** `mes` → `MesApi`: the interface of an API. */
export const apiType = (name: string): string => `${pascalCase(name)}Api`

/** `order_item` → `OrderItem`. Text without a letter or digit of ASCII gives `Unnamed`. */
export const pascalCase = (text: string): string => {
  const plain = text.normalize('NFKD').replaceAll(/[\u0300-\u036F]/g, '')
  const name = plain
    .split(/[^A-Za-z0-9]+/)
    .map(upperFirst)
    .join('')
  return name === '' ? 'Unnamed' : /^\d/.test(name) ? `N${name}` : name
}

/** `list-for-org` → `listForOrg`, `GET` → `get`, `URLOf` → `urlOf`. */
export const camelCase = (text: string): string =>
  pascalCase(text).replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (capitals) => capitals.toLowerCase())

export const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

export const isIdentifier = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text)

/** Words that cannot name a variable in a module, and `await`, which must not in an async function. */
const reservedWords = new Set([
  'arguments',
  'await',
  'break',
  'case',
  'catch',
  'class',
  'const',
  'continue',
  'debugger',
  'default',
  'delete',
  'do',
  'else',
  'enum',
  'eval',
  'export',
  'extends',
  'false',
  'finally',
  'for',
  'function',
  'if',
  'implements',
  'import',
  'in',
  'instanceof',
  'interface',
  'let',
  'new',
  'null',
  'package',
  'private',
  'protected',
  'public',
  'return',
  'static',
  'super',
  'switch',
  'this',
  'throw',
  'true',
  'try',
  'typeof',
  'undefined',
  'var',
  'void',
  'while',
  'with',
  'yield',
])

/** The name of an argument: an identifier that is no reserved word and none of `taken`. */
export const argumentName = (name: string, taken: readonly string[]): string => {
  const base = isIdentifier(name) ? name : camelCase(name)
  const free = createNames([...taken, ...reservedWords])
  return free.claim(base)
}

/** Members that objects have by themselves, or that would make a promise of them. */
export const objectMembers: readonly string[] = [
  'then',
  'constructor',
  'toString',
  'toLocaleString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toJSON',
]

/** Names of one scope, each given once. */
export interface Names {
  /** The name, with the first number from 2 on behind it that makes it one of its own. */
  claim(wanted: string): string
}

export const createNames = (taken: Iterable<string> = []): Names => {
  const names = new Set(taken)
  return {
    claim(wanted) {
      let name = wanted
      for (let count = 2; names.has(name); count++) name = `${wanted}${count}`
      names.add(name)
      return name
    },
  }
}

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)
