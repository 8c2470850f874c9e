import type { RequestContent } from '../transport/transport.ts'
import type { BodyMedia, OperationDefinition } from './definition.ts'
import { queryTexts } from './parameter-text.ts'

/** A body that is not plain JSON, ready to be sent. */
export interface EncodedBody {
  readonly content: RequestContent
  /** `undefined` where `fetch` names the type: a form has a boundary of its own. */
  readonly type: string | undefined
}

/** The body in the media type that the operation takes; `undefined` where it is plain JSON, or there is none. */
export const encodeBody = ({ body: media }: OperationDefinition, body: unknown): EncodedBody | undefined => {
  if (body === undefined || media === undefined) return undefined
  switch (media.as) {
    case 'json':
      return { content: JSON.stringify(body), type: media.type }
    case 'text':
      return { content: typeof body === 'string' ? body : JSON.stringify(body), type: media.type }
    case 'bytes':
      return { content: body as RequestContent, type: media.type.includes('*') ? 'application/octet-stream' : media.type }
    case 'form':
      return { content: formText(membersOf(body), media), type: media.type }
    case 'multipart':
      return { content: formData(membersOf(body)), type: undefined }
  }
}

/** Whether a body can be sent again. */
export const isRepeatable = (body: EncodedBody | undefined): boolean => !(body?.content instanceof ReadableStream)

const membersOf = (body: unknown): readonly (readonly [string, unknown])[] =>
  typeof body === 'object' && body !== null ? Object.entries(body).filter(([, value]) => value !== undefined) : []

/** Spaces are written as `+` in forms. */
const formText = (members: ReturnType<typeof membersOf>, { encoding }: BodyMedia): string =>
  members
    .flatMap(([name, value]) => queryTexts(name, value, encoding?.[name]))
    .join('&')
    .replaceAll('%20', '+')

const formData = (members: ReturnType<typeof membersOf>): FormData => {
  const form = new FormData()
  for (const [name, value] of members) for (const part of Array.isArray(value) ? value : [value]) form.append(name, partOf(part))
  return form
}

/** A list of values is a part each, an object a part of JSON. */
const partOf = (value: unknown): Blob | string => {
  if (value instanceof Blob) return value
  if (value instanceof Uint8Array) return new Blob([new Uint8Array(value)])
  return typeof value === 'object' && value !== null
    ? new Blob([JSON.stringify(value)], { type: 'application/json' })
    : String(value)
}
