import type { Document, Node } from './document.ts'
import { nodeOf } from './document.ts'
import { readParameter } from './parameters.ts'

/** The body of a request as a JSON value: bytes in hexadecimal, files with their bytes. */
export const readBodyOf = async (
  document: Document,
  media: Node,
  pointer: string,
  type: string,
  bytes: Buffer,
): Promise<unknown> => {
  if (/json/.test(type)) return JSON.parse(bytes.toString())
  if (type.startsWith('text/')) return bytes.toString()
  if (type.startsWith('multipart/')) return readMultipart(type, bytes)
  if (type !== 'application/x-www-form-urlencoded') return bytes.toString('hex')
  const query = bytes
    .toString()
    .split('&')
    .map((pair) => pair.split('='))
    .map(([key = '', text = '']) => [key, text] as const)
  const fields = Object.entries(nodeOf(nodeOf(media['schema'])['properties'])).map(([name, schema]) => {
    const parameter = { name, in: 'query', schema, ...nodeOf(nodeOf(media['encoding'])[name]) }
    return [name, readParameter(document, parameter, pointer, { path: {}, query, headers: {} })] as const
  })
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
}

const readMultipart = async (type: string, bytes: Buffer): Promise<unknown> => {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  const parts: Record<string, unknown[]> = {}
  for (const [name, part] of form) {
    const value =
      typeof part === 'string'
        ? part
        : part.type === 'application/json'
          ? JSON.parse(await part.text())
          : `${part.name} ${Buffer.from(await part.arrayBuffer()).toString('hex')}`
    parts[name] = [...(parts[name] ?? []), value]
  }
  return Object.fromEntries(Object.entries(parts).map(([name, values]) => [name, name === 'more' ? values : values[0]]))
}
