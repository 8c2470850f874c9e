import { isEntityTag } from '../foundation/entity-tag.ts'

/** A version as a strong ETag; an ETag stays as it is. */
export const toEntityTag = (version: number | string): string =>
  typeof version === 'number' || /^\d+$/.test(version) ? `"${version}"` : version

/** The entity tag of an answer (RFC 9110, section 8.8.3), where it has one that can be sent back. */
export const entityTagOf = (headers: Headers): string | undefined => {
  // `fetch` leaves the blanks that may stand around a value.
  const tag = headers.get('etag')?.trim()
  return isEntityTag(tag) ? tag : undefined
}
