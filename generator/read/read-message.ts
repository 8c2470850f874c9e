import { isRecord, recordOf, textOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { dereference } from './reference.ts'
import type { Located } from './reference.ts'
import type { NodePath } from './source.ts'

/** How content of a media type is sent or read. */
export type ContentKind = 'json' | 'multipart' | 'form' | 'text' | 'binary'

/** Content of a message in one media type. */
export interface Content {
  readonly type: string
  readonly kind: ContentKind
  readonly media: JsonRecord
  readonly schema: Located
}

/** What an operation takes: its schema and what is said about it. */
export interface Body extends Located {
  readonly content: Content | undefined
  readonly required: boolean
  readonly description: string | undefined
  readonly example: unknown
}

/** An answer of an operation, behind its references. */
export interface Answer {
  /** `200`, `2XX` or `default`. */
  readonly status: string
  /** `undefined` where it has no body. */
  readonly content: Content | undefined
  /** Schema of its body where that is JSON. */
  readonly schema: Located | undefined
  readonly headers: readonly string[]
  /** Those of them whose values are never to be seen in logs. */
  readonly sensitiveHeaders: readonly string[]
  /** Values of `code` in its examples: the kinds of failure that it can be. */
  readonly codes: readonly string[]
}

export const readBody = (root: JsonRecord, value: unknown, at: NodePath): Body | undefined => {
  if (!isRecord(value)) return undefined
  const { node, path } = dereference(root, { node: value, path: at })
  const content = bestContent(node, path)
  return {
    ...(content?.schema ?? { node: {}, path: at }),
    content,
    required: node['required'] === true,
    description: textOf(node['description']),
    example: content === undefined ? undefined : examplesOf(root, content.media)[0],
  }
}

export const readAnswer = (root: JsonRecord, code: string, located: Located): Answer => {
  const { node, path } = dereference(root, located)
  const content = bestContent(node, path)
  const headers = Object.entries(recordOf(node['headers']))
  const codes = content === undefined ? [] : examplesOf(root, content.media).map((example) => textOf(recordOf(example)['code']))
  return {
    status: /xx$/i.test(code) ? code.toUpperCase() : code,
    content,
    schema: content?.kind === 'json' ? content.schema : undefined,
    headers: headers.map(([name]) => name),
    sensitiveHeaders: headers.filter(([, header]) => isSensitiveHeader(root, recordOf(header))).map(([name]) => name),
    codes: codes.filter((word) => word !== undefined),
  }
}

const isSensitiveHeader = (root: JsonRecord, header: JsonRecord): boolean => {
  const { node } = dereference(root, { node: header, path: [] })
  return node['x-sensitive'] === true || recordOf(node['schema'])['x-sensitive'] === true
}

/** Of several media types, the one that says most about the values. */
const preference: readonly ContentKind[] = ['json', 'multipart', 'form', 'text', 'binary']

const bestContent = (node: JsonRecord, path: NodePath): Content | undefined => {
  const contents = Object.entries(recordOf(node['content'])).map(([type, value]): Content => {
    const media = recordOf(value)
    return {
      type,
      kind: kindOf(type),
      media,
      schema: { node: recordOf(media['schema']), path: [...path, 'content', type, 'schema'] },
    }
  })
  return preference.map((kind) => contents.find((content) => content.kind === kind)).find((content) => content !== undefined)
}

const kindOf = (mediaType: string): ContentKind => {
  const type = mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type === '*/*' || /^(?:application|text)\/(?:[\w.+-]+\+)?json$/.test(type)) return 'json'
  if (type === 'multipart/form-data') return 'multipart'
  if (type === 'application/x-www-form-urlencoded') return 'form'
  return /^text\/|[/+](?:xml|yaml|x-yaml|graphql|javascript|jsonl|x-ndjson|sql)$/.test(type) ? 'text' : 'binary'
}

/** The examples of a message's content. */
export const examplesOf = (root: JsonRecord, media: JsonRecord): readonly unknown[] => {
  if ('example' in media) return [media['example']]
  return Object.values(recordOf(media['examples'])).map(
    (example) => dereference(root, { node: recordOf(example), path: [] }).node['value'],
  )
}
