import type { ResponseMeta } from '../operation/api-call.ts'
import type { CommandOptions, ReadOptions } from '../operation/call-options.ts'
import type { ModelFileFormat } from '../model/model-input.ts'

/** The API of calculations, in errors and events. */
export const MES = 'mes'

/** What a calculation needs to know of a model. */
export interface CalculatedModel {
  readonly id: string
  readonly sha256: string
  readonly sizeBytes: number
  /** UPLOADING, ANALYZING, READY or REJECTED. */
  readonly status: string
  readonly version: number
  readonly rejectedReason?: string
}

/** A model that was just announced. */
export interface AnnouncedModel extends CalculatedModel {
  /** Where to send its bytes, without credentials; `null` where the API has them. */
  readonly upload: UploadAddress | null
}

/** A signed address. It is a secret. */
export interface UploadAddress {
  readonly url: string
  readonly method: string
  /** Sent with the bytes, as they are. */
  readonly headers?: Readonly<Record<string, string | undefined>>
}

/** What a calculation needs to know of a quote. */
export interface CalculatedQuote {
  readonly id: string
  /** PENDING, RUNNING, SUCCEEDED, FAILED or EXPIRED. */
  readonly status: string
  readonly result: object | null
  readonly failure: { readonly code: string; readonly detail: string } | null
}

/** Everything that changes a price, besides the model. */
export interface PricedWith {
  readonly materialCode: string
  readonly finishCode?: string
  readonly quantity: number
  readonly currency: string
}

/** The part of the API that calculations use. */
export interface PricingApi<Quote extends CalculatedQuote> {
  readonly models: {
    create(file: ModelFile, options: CommandOptions): Called<AnnouncedModel>
    complete(modelId: string, options: CommandOptions & { readonly ifMatch: number }): Called<CalculatedModel>
    get(modelId: string, options: ReadOptions): Called<CalculatedModel>
    /** The models of this content. */
    list(query: { readonly sha256: string }, options: ReadOptions): Called<{ readonly items: readonly CalculatedModel[] }>
  }
  readonly quotes: {
    create(request: PricedWith & { readonly modelId: string }, options: CommandOptions): Called<Quote>
    get(quoteId: string, options: ReadOptions): Called<Quote>
  }
}

/** A file as a model is announced. */
export interface ModelFile {
  readonly fileName: string
  readonly format: ModelFileFormat
  readonly sizeBytes: number
  readonly sha256: string
}

/** A call that was started, as far as calculations look at it. */
export interface Called<T> {
  withMeta(): Promise<Answered<T>>
}

/** An answer with what came with it. */
export interface Answered<T> {
  readonly value: T
  readonly response: ResponseMeta | undefined
}
