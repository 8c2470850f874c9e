import type { MediaAnswer, OperationDefinition, ResponseMap } from './definition.ts'

/** What a map of answers has for a status code: under the code itself, else for all successes, else by default. */
export const answerFor = <Entry>(answers: ResponseMap<Entry>, status: number): Entry | undefined => {
  if (answers[status] !== undefined) return answers[status]
  const range = status >= 200 && status < 300 ? answers['2XX'] : undefined
  return range === undefined ? answers.default : range
}

/** How the body of an answer is read: as JSON, unless the operation says something else. */
export const readAs = ({ media }: OperationDefinition, status: number): 'json' | MediaAnswer['as'] =>
  media === undefined ? 'json' : (answerFor(media, status)?.as ?? 'json')

/** Whether an answer of the operation may be bytes, which are never cached. */
export const answersBytes = ({ media }: OperationDefinition): boolean =>
  media !== undefined && Object.values(media).some((answer) => answer?.as === 'bytes')

/** What to accept: the types of the answers, and JSON, in which errors come. */
export const acceptOf = ({ media }: OperationDefinition): string =>
  media === undefined
    ? 'application/json'
    : [...new Set(Object.values(media).map((answer) => answer?.type ?? '*/*')), 'application/json'].join(', ')
