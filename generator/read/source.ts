import { isAlias, isCollection, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, Scalar } from 'yaml'
import type { Document, Node } from 'yaml'
import type { Diagnostic } from '../diagnostic.ts'
import { isRecord } from '../json.ts'
import type { JsonRecord } from '../json.ts'

/** Steps from the root of a document to one of its nodes. */
export type NodePath = readonly (string | number)[]

/** A document of an API, parsed, that knows where each of its nodes stands. */
export interface Source extends Places {
  readonly root: JsonRecord
}

/** Any file in YAML or JSON, parsed: a document, or a part of one. */
export interface ParsedFile extends Places {
  readonly content: unknown
}

interface Places {
  readonly file: string
  /** A diagnostic at the value; `offset` moves into the text of a scalar. Falls back to the nearest ancestor that exists. */
  at(path: NodePath, message: string, offset?: number): Diagnostic
  /** A diagnostic at the key of the value. */
  atKey(path: NodePath, message: string): Diagnostic
}

/** Parses a YAML or JSON document. Text that is not well-formed gives diagnostics instead. */
export const parseSource = (file: string, text: string): Source | readonly Diagnostic[] => {
  const parsed = parseFile(file, text)
  if (!('content' in parsed)) return parsed
  const { content, ...places } = parsed
  return isRecord(content) ? { ...places, root: content } : [parsed.at([], 'expected an OpenAPI document, a mapping')]
}

/** Parses a file in YAML or JSON, whatever it holds. Text that is not well-formed gives diagnostics instead. */
export const parseFile = (file: string, text: string): ParsedFile | readonly Diagnostic[] => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const place = (offset: number, message: string): Diagnostic => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col, message }
  }
  const tooDeep = document.errors.find(({ message }) => /call stack|Stack overflow/.test(message))
  if (tooDeep !== undefined) return [place(tooDeep.pos[0], TOO_DEEP)]
  if (document.errors.length > 0) return document.errors.map(({ pos, message }) => place(pos[0], message))
  const knot = findKnot(document)
  if (knot !== undefined) return [place(knot.offset, knot.message)]
  return {
    file,
    content: document.toJS({ maxAliasCount: -1 }),
    at: (path, message, offset = 0) => place(valueOffset(document, path, offset), message),
    atKey: (path, message) => place(keyOffset(document, path), message),
  }
}

const MAX_DEPTH = 500
const MAX_NODES = 10_000_000
const TOO_DEEP = `the document is nested more than ${MAX_DEPTH} values deep`

/** The first place at which the document holds itself, is too deep, or becomes too large by its aliases. */
const findKnot = (document: Document): { readonly offset: number; readonly message: string } | undefined => {
  let knot: { readonly offset: number; readonly message: string } | undefined
  const anchored = new Map<string, number>()
  const measure = (value: unknown, depth: number): number => {
    if (knot !== undefined || !isNode(value)) return 0
    const refuse = (message: string): number => {
      knot ??= { offset: value.range?.[0] ?? 0, message }
      return 0
    }
    if (depth > MAX_DEPTH) return refuse(TOO_DEEP)
    if (isAlias(value)) {
      const known = anchored.get(value.source)
      return known === undefined ? refuse(`the alias *${value.source} stands inside of what it repeats`) : known
    }
    const size = isCollection(value)
      ? value.items.reduce<number>(
          (sum, item) =>
            sum + (isPair(item) ? measure(item.key, depth) + measure(item.value, depth + 1) : measure(item, depth + 1)),
          1,
        )
      : 1
    if (size > MAX_NODES) return refuse('the aliases of the document repeat too much')
    if (value.anchor !== undefined) anchored.set(value.anchor, size)
    return size
  }
  measure(document.contents, 0)
  return knot
}

const nodeAt = (document: Document, path: NodePath): Node | undefined => {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true)
  return typeof node === 'object' && node !== null ? (node as Node) : undefined
}

const valueOffset = (document: Document, path: NodePath, offset: number): number => {
  const node = nodeAt(document, path)
  if (node?.range) return node.range[0] + (isScalar(node) ? offsetInScalar(node, offset) : 0)
  return path.length === 0 ? 0 : keyOffset(document, path)
}

/** Quoted scalars begin with their quote; block scalars are pointed at as a whole. */
const offsetInScalar = (node: Scalar, offset: number): number => {
  if (node.type === Scalar.PLAIN) return offset
  const quoted = node.type === Scalar.QUOTE_SINGLE || node.type === Scalar.QUOTE_DOUBLE
  return quoted && offset > 0 ? offset + 1 : 0
}

const keyOffset = (document: Document, path: NodePath): number => {
  const parent = nodeAt(document, path.slice(0, -1))
  const last = path.at(-1)
  const keys = isMap(parent) ? parent.items.map((pair) => pair.key).filter((key) => isScalar(key)) : []
  const key = keys.find(({ value }) => String(value) === String(last))
  if (key?.range) return key.range[0]
  const node = nodeAt(document, path)
  if (node?.range) return node.range[0]
  return path.length === 0 ? 0 : keyOffset(document, path.slice(0, -1))
}
