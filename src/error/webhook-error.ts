import { isSdkError, SdkError } from './sdk-error.ts'

/** Why a message was refused: its signature does not hold, it was signed at another time, or its content is not what the API describes. */
export type WebhookErrorCode = 'signature' | 'timestamp' | 'payload'

/** A webhook message was refused. Nothing was invalidated. Answer 401 to `signature` and `timestamp`, 400 to `payload`. */
export class WebhookError extends SdkError {
  readonly kind = 'webhook'
  readonly code: WebhookErrorCode

  constructor(code: WebhookErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

export const isWebhookError = (error: unknown): error is WebhookError => isSdkError(error) && error.kind === 'webhook'
