import { createHash } from 'node:crypto'
import type { Operation } from '../read/api.ts'
import type { Catalog } from '../read/catalog.ts'
import { identity, mentions } from '../read/shape.ts'
import type { Shape } from '../read/shape.ts'

/** Digest of what the answers of an operation may look like. Descriptions and examples do not count. */
export const fingerprint = (operation: Operation, catalog: Catalog): string => {
  const used = new Map<string, string>()
  const include = (shape: Shape): void => {
    for (const name of mentions(shape)) {
      if (used.has(name)) continue
      used.set(name, '')
      const named = catalog.named(name)
      if (named === undefined) continue
      used.set(name, identity(named))
      include(named)
    }
  }
  const answers = operation.successes.map((answer) => {
    if (answer.schema === undefined) return [answer.status, answer.content?.type ?? null]
    const shape = catalog.answer(operation, answer)
    include(shape)
    return [answer.status, identity(shape)]
  })
  const content = JSON.stringify([answers, [...used].toSorted(([a], [b]) => (a < b ? -1 : 1))])
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}
