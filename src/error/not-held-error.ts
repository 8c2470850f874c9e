import { isSdkError, SdkError } from './sdk-error.ts'

/** A mutation was refused before it began: its tags could not be held, and it was told not to go on without. */
export class NotHeldError extends SdkError {
  readonly kind = 'not-held'

  constructor() {
    super('the mutation was refused: the invalidation log could not be reached to hold its tags, and hold.unheld is "refuse"')
  }
}

export const isNotHeldError = (error: unknown): error is NotHeldError => isSdkError(error) && error.kind === 'not-held'
