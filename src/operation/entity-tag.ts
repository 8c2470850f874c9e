/** A version as a strong ETag; an ETag stays as it is. */
export const toEntityTag = (version: number | string): string =>
  typeof version === 'number' || /^\d+$/.test(version) ? `"${version}"` : version

/** Longer ones are not worth keeping; 256 characters are what both APIs take. */
const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e]{0,250}"$/

/** The entity tag of an answer (RFC 9110, section 8.8.3), where it has one that can be sent back. */
export const entityTagOf = (headers: Headers): string | undefined => {
  // `fetch` leaves the blanks that may stand around a value.
  const tag = headers.get('etag')?.trim()
  return tag !== undefined && ENTITY_TAG.test(tag) ? tag : undefined
}
