import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

export const ARCHITECTURE = resolve(import.meta.dirname, '../ARCHITECTURE.md')

const [BEGIN, END] = ['<!-- rooms -->', '<!-- /rooms -->']

interface Rules {
  readonly forbidden: readonly { readonly name: string; readonly comment: string }[]
}

/** The rooms of `src/`, each with those that it may import, from the rules that check the imports. */
export const roomsOf = ({ forbidden }: Rules): ReadonlyMap<string, readonly string[]> =>
  new Map(
    forbidden.flatMap(({ name, comment }) => {
      const [, room] = /^room-(\w+)$/.exec(name) ?? []
      const [, below = ''] = /may import (.*)$/.exec(comment) ?? []
      return room === undefined ? [] : [[room, below === 'no other room' ? [] : below.split(', ')] as const]
    }),
  )

/** Whether one room reaches another over a third one. */
const isIndirect = (rooms: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean =>
  (rooms.get(from) ?? []).some((between) => between !== to && (rooms.get(between) ?? []).includes(to))

/** The picture of the rooms: arrows to what a room may import, without those that follow from others. */
const pictureOf = (rooms: ReadonlyMap<string, readonly string[]>): string => {
  const arrows = [...rooms].flatMap(([room, below]) =>
    below.filter((other) => !isIndirect(rooms, room, other)).map((other) => `  ${room} --> ${other}`),
  )
  return ['```mermaid', 'graph BT', ...arrows, '```'].join('\n')
}

/** The document with its picture drawn anew. */
export const withRooms = (text: string): string => {
  const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as Rules
  const [before, rest = ''] = text.split(BEGIN)
  return `${before}${BEGIN}\n\n${pictureOf(roomsOf(rules))}\n\n${END}${rest.split(END)[1] ?? ''}`
}

if (import.meta.main) await writeFile(ARCHITECTURE, withRooms(await readFile(ARCHITECTURE, 'utf8')))
