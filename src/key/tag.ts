import { ConfigurationError, describeGiven, refuseOption } from '../error/configuration-error.ts'

/** A name for what a cached value was made of: `order:42`, `orders:status:SHIPPED`. Tags are global, values are not. */
export type Tag = string

const MAX_LENGTH = 512

const isList = (tags: unknown): boolean => typeof tags === 'object' && tags !== null && Symbol.iterator in tags

/** Whether it names the same in every process: the log, which holds UTF-8, changes every lone surrogate. */
export const isTag = (value: unknown): value is Tag =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_LENGTH && value.isWellFormed()

/**
 * The tags without repetitions.
 *
 * @throws {ConfigurationError} for a tag that is not a string of 1 to 512 characters of well-formed Unicode
 */
export const checkTags = (tags: Iterable<unknown>): readonly Tag[] => {
  if (!isList(tags)) throw refuseOption('tags', tags, 'a list')
  const checked = new Set<Tag>()
  for (const tag of tags) {
    if (!isTag(tag)) {
      throw new ConfigurationError(
        `tags: expected strings of 1 to ${MAX_LENGTH} characters of well-formed Unicode, got ${describeGiven(tag)}`,
      )
    }
    checked.add(tag)
  }
  return [...checked]
}
