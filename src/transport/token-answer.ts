import { type Answer, jsonOf, toResponse } from './answer.ts'

/**
 * The answer of a token server as its library reads it: JSON that was decoded and found small enough here, for the library parses
 * whatever it is given. A member that is `null` counts as absent: servers write so what they do not grant, such as a scope.
 */
export const tokenResponse = (answer: Answer): Response => {
  const found = jsonOf(answer)
  const given =
    typeof found === 'object' && found !== null && !Array.isArray(found)
      ? Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null))
      : found
  return toResponse({ ...answer, bytes: given === undefined ? undefined : new TextEncoder().encode(JSON.stringify(given)) })
}
