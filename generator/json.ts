/** A JSON object whose members are still to be looked at. */
export type JsonRecord = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value as an object, an empty one when it is something else. */
export const recordOf = (value: unknown): JsonRecord => (isRecord(value) ? value : {})

/** The value as a list, an empty one when it is something else. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The value as a text, `undefined` when it is something else. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The texts of a list. */
export const textsOf = (value: unknown): readonly string[] => listOf(value).filter((element) => typeof element === 'string')
