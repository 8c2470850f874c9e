import type { HeldModels } from '../model/held-models.ts'
import { isKnownModel, type KnownModel, type NamedInput } from '../model/model-input.ts'
import { type ModelOptions, openModel } from '../model/open-model.ts'
import type { CalculatedQuote, PricingApi } from './pricing-api.ts'
import type { UploadedModels, FoundModel } from './uploaded-models.ts'

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
    const source = await openModel(input, options, signal, (bytes) => onBytes(bytes, 0))
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
    if ('sha256' in model && model.sha256 !== undefined)
      return { ...ELSEWHERE, sha256: model.sha256, atApi: (need) => uploaded.byDigest(model.sha256, need) }
    const { modelId } = model as Extract<KnownModel, { readonly modelId: string }>
    const {
      value: { sha256, sizeBytes },
    } = await api.get(modelId, { signal }).withMeta()
    return { ...ELSEWHERE, sha256, sizeBytes, atApi: (need) => uploaded.byId(modelId, need) }
  }
}

/** The bytes are not here. */
const ELSEWHERE: Pick<FoundModel, 'sizeBytes' | 'release'> = { sizeBytes: 0, release: async () => {} }
