import { ConfigurationError, describeGiven, refuseOption } from '../error/configuration-error.ts'

/** A name for what a cached value was made of: `order:42`, `orders:status:SHIPPED`. Tags are global, values are not. */
export type Tag = string

const MAX_LENGTH = 512

const isList = (tags: unknown): boolean => typeof tags === 'object' && tags !== null && Symbol.iterator in tags

/**
 * The tags without repetitions.
 *
 * @throws {ConfigurationError} for a tag that is not a text of 1 to 512 characters
 */
export const checkTags = (tags: Iterable<unknown>): readonly Tag[] => {
  if (!isList(tags)) throw refuseOption('tags', tags, 'a list')
  const checked = new Set<Tag>()
  for (const tag of tags) {
    if (typeof tag !== 'string' || tag.length === 0 || tag.length > MAX_LENGTH) {
      throw new ConfigurationError(`tags: expected texts of 1 to ${MAX_LENGTH} characters, got ${describeGiven(tag)}`)
    }
    checked.add(tag)
  }
  return [...checked]
}
