/** Longer ones are not worth keeping; 256 characters are what both APIs take. */
const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e]{0,250}"$/

/** Whether it is an entity tag (RFC 9110, section 8.8.3) that can be sent in a header as it is. */
export const isEntityTag = (value: unknown): value is string => typeof value === 'string' && ENTITY_TAG.test(value)

/** A version as a strong ETag; an ETag stays as it is. */
export const toEntityTag = (version: number | string): string =>
  typeof version === 'number' || /^\d+$/.test(version) ? `"${version}"` : version

/** The entity tag of an answer (RFC 9110, section 8.8.3), where it has one that can be sent back. */
export const entityTagOf = (headers: Headers): string | undefined => {
  // `fetch` leaves the blanks that may stand around a value.
  const tag = headers.get('etag')?.trim()
  return isEntityTag(tag) ? tag : undefined
}
