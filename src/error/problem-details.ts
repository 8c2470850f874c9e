/** Problem details of an error response (RFC 9457), with the members that both APIs add. */
export interface ProblemDetails {
  readonly type?: string
  readonly title?: string
  readonly status?: number
  readonly detail?: string
  readonly instance?: string
  /** Stable code of the problem, such as `order-already-claimed`. */
  readonly code?: string
  readonly traceId?: string
  readonly errors?: readonly unknown[]
}

const MAX_CHARS = 2_000
const MAX_MEMBERS = 100
const MAX_LEVELS = 20
/** Of all levels together. */
const MAX_VALUES = 1_000

type Kind = 'text' | 'number' | 'list'

const KINDS: ReadonlyMap<string, Kind> = new Map<keyof ProblemDetails, Kind>([
  ['type', 'text'],
  ['title', 'text'],
  ['status', 'number'],
  ['detail', 'text'],
  ['instance', 'text'],
  ['code', 'text'],
  ['traceId', 'text'],
  ['errors', 'list'],
])

/** Whether a JSON value can be problem details: its members may be of any type and size until `toProblem` has read them. */
export const isProblem = (value: unknown): value is ProblemDetails =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The problem details in a JSON object. A member of another type than RFC 9457 gives it counts as
 * absent. Texts have at most 2,000 characters, lists and objects 100 members, and the whole 20 levels and 1,000 values: it can be
 * logged, and kept, whatever a server sends.
 */
export const toProblem = (given: ProblemDetails): ProblemDetails => {
  const members = Object.entries(given).filter(([name, value]) => isDeclared(KINDS.get(name), value))
  // Declared members come first, so that others never take their room.
  return new Bounded().object(
    members.toSorted(([one], [other]) => Number(KINDS.has(other)) - Number(KINDS.has(one))),
    0,
  )
}

const isDeclared = (kind: Kind | undefined, value: unknown): boolean => {
  switch (kind) {
    case undefined:
      return true
    case 'text':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number'
    case 'list':
      return Array.isArray(value)
  }
}

/** Copies as much of a value as the bounds allow. */
class Bounded {
  #left = MAX_VALUES

  object(members: readonly (readonly [string, unknown])[], level: number): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      members
        .slice(0, MAX_MEMBERS)
        .flatMap(([name, value]) => this.#copy(value, level + 1).map((copy) => [shorten(name), copy] as const)),
    )
  }

  /** None or one. */
  #copy(value: unknown, level: number): readonly unknown[] {
    if (this.#left === 0 || level >= MAX_LEVELS) return []
    this.#left--
    if (typeof value === 'string') return [shorten(value)]
    if (Array.isArray(value)) return [value.slice(0, MAX_MEMBERS).flatMap((element) => this.#copy(element, level + 1))]
    return typeof value === 'object' && value !== null ? [this.object(Object.entries(value), level)] : [value]
  }
}

const shorten = (text: string): string => (text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS - 1)}…` : text)
