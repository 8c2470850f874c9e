import { isConfigurationError } from '../error/configuration-error.ts'
import { RequestValidationError } from '../error/validation-errors.ts'
import type { FoundModel } from './found-model.ts'
import type { HeldModels } from './held-models.ts'
import { isKnownModel, type KnownModel, type NamedInput } from './model-input.ts'
import { type ModelOptions, openModel } from './open-model.ts'
import type { CalculatedQuote, PricingApi } from './pricing-api.ts'
import { CALCULATE } from './calculate-request.ts'
import type { UploadedModels } from './uploaded-models.ts'

export interface ModelFinderParts {
  readonly api: PricingApi<CalculatedQuote>['models']
  readonly uploaded: UploadedModels
  readonly held: HeldModels
  readonly options: ModelOptions
}

/** How one who waits for a model is served. */
export interface Search {
  readonly signal: AbortSignal
  readonly onBytes: (bytes: number, totalBytes: number) => void
}

/** Finds out which model is meant: by its bytes, which are read and digested, or by its name at the API. */
export class ModelFinder {
  readonly #parts: ModelFinderParts

  constructor(parts: ModelFinderParts) {
    this.#parts = parts
  }

  /** Whoever finds a model releases it. */
  find(input: NamedInput, search: Search): Promise<FoundModel> {
    return isKnownModel(input.model) ? this.#known(input.model, search) : this.#read(input, search)
  }

  async #read(input: NamedInput, { signal, onBytes }: Search): Promise<FoundModel> {
    const { held, uploaded, options } = this.#parts
    const source = await openModel(input, options, signal).catch(toRequestError)
    const { sizeBytes } = source
    try {
      onBytes(0, sizeBytes)
      const sha256 = await source.digest({ signal, onBytes: (bytes) => onBytes(bytes, sizeBytes) })
      const model = held.hold(source, sha256)
      return { sha256, sizeBytes, atApi: (need) => uploaded.get(model, need), release: () => held.release(model) }
    } catch (error) {
      await source.close()
      throw error
    }
  }

  async #known(model: KnownModel, { signal }: Search): Promise<FoundModel> {
    const { uploaded, api } = this.#parts
    if (!('modelId' in model)) return { ...ELSEWHERE, sha256: checkDigest(model.sha256), atApi: (need) => uploaded.byDigest(model.sha256, need) }
    const { value: { sha256, sizeBytes } } = await api.get(model.modelId, { signal }).withMeta()
    return { ...ELSEWHERE, sha256, sizeBytes, atApi: (need) => uploaded.byId(model.modelId, need) }
  }
}

/** What is no model, no format or no name of a file is a wrong part of the request. */
const toRequestError = (error: unknown): never => {
  if (!isConfigurationError(error)) throw error
  const [, path = 'model', message = error.message] = /^(\w+): (.*)$/s.exec(error.message) ?? []
  throw new RequestValidationError(CALCULATE, [{ path, message }])
}

/** The bytes are not here. */
const ELSEWHERE: Pick<FoundModel, 'sizeBytes' | 'release'> = { sizeBytes: 0, release: async () => {} }

const DIGEST = /^[0-9a-f]{64}$/

const checkDigest = (sha256: unknown): string => {
  if (typeof sha256 === 'string' && DIGEST.test(sha256)) return sha256
  throw new RequestValidationError(CALCULATE, [{ path: 'model.sha256', message: 'expected 64 digits 0-9 and a-f' }])
}
