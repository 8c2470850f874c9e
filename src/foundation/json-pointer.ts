/** A name as a step of a JSON pointer (RFC 6901, section 3). */
export const escapeStep = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** The name that a step of a JSON pointer stands for. */
export const unescapeStep = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~')
