import type { ReadPath } from '../cache/read-path.ts'
import { runOutsideLoad } from '../cache/nested-load.ts'
import type { Loaded, OriginContext, ReadPlan } from '../cache/read-plan.ts'
import { ModelError } from '../error/model-error.ts'
import { ResponseValidationError } from '../error/validation-errors.ts'
import { cacheKey, type CacheKey } from '../key/cache-key.ts'
import { canonicalJson } from '../key/canonical.ts'
import type { Keeping } from '../operation/keeping.ts'
import type { Transport } from '../transport/transport.ts'
import type { HeldModel, HeldModels } from '../model/held-models.ts'
import { awaitRecord, headersOf, pollUntilDone, signalChanges } from './poll.ts'
import {
  type AnnouncedModel,
  type Answered,
  type CalculatedModel,
  type CalculatedQuote,
  MES,
  type PricingApi,
} from './pricing-api.ts'
import type { ProgressListeners, ReportStep } from './progress.ts'
import { addressIssues, isAddressRefused, UPLOAD, uploadModel } from './upload.ts'
import { isApiError } from '../error/api-error.ts'
import { pauseAfter } from '../transport/retry-after.ts'

export interface UploadedModelsParts {
  readonly cache: ReadPath
  readonly api: PricingApi<CalculatedQuote>['models']
  readonly uploads: Transport
  /** Where the API is. */
  readonly baseUrl: string
  readonly listeners: ProgressListeners
  readonly held: HeldModels
  readonly owner: string
  /** What tells this API from others in keys. */
  readonly scope: string
  readonly keeping: (model: CalculatedModel, headers: Headers) => Keeping
}

/** What one who needs a model says. */
export interface Need {
  readonly signal: AbortSignal
  /** The id of a model that has turned out not to be what is remembered of it; it is forgotten, everywhere. */
  readonly forgotten: string | undefined
  readonly tell: ReportStep
}

/** A model that the API has and has measured: it can be priced, or never will be. */
export interface UploadedModel {
  readonly id: string
  readonly isRejected: boolean
  readonly reason: string
}

const MAX_ADDRESSES = 3
const PATIENCE_MS = 3_600_000

/**
 * Models of one principal at the API, by their content: a model is uploaded at most once by the whole fleet, and not at all where the
 * API has it.
 */
export class UploadedModels {
  readonly #parts: UploadedModelsParts

  constructor(parts: UploadedModelsParts) {
    this.#parts = parts
  }

  async get(model: HeldModel, { signal, forgotten, tell }: Need): Promise<UploadedModel> {
    const { cache, listeners } = this.#parts
    await this.#forget(forgotten)
    const key = this.#keyOf(model)
    const leave = listeners.join(key.text, tell)
    try {
      // Part of the load of a price, it need not be hurried: no upload ever waits for a price.
      const { value } = await runOutsideLoad(() => cache.read(this.#planOf(key, model, signal)))
      return value as UploadedModel
    } finally {
      leave()
    }
  }

  /** A model that the caller has named; it may still be analysed. */
  async byId(modelId: string, { signal, forgotten, tell }: Need): Promise<UploadedModel> {
    const { api, cache } = this.#parts
    await this.#forget(forgotten)
    using wake = signalChanges(cache, [`model:${modelId}`], signal)
    const ask = (): Promise<Answered<CalculatedModel>> => api.get(modelId, { cache: 'reload', signal }).withMeta()
    const first = await api.get(modelId, { signal }).withMeta()
    if (first.value.status === 'ANALYZING') tell({ phase: 'analyzing', bytes: first.value.sizeBytes })
    const { value } = await pollUntilDone({
      first,
      isDone: ({ status }) => status !== 'ANALYZING',
      ask,
      wake,
      clock: cache.clock,
    })
    return toUploaded(value)
  }

  /**
   * A model that the caller has named by its content.
   *
   * @throws {ModelError} `unknown`, where neither the API nor another caller has it
   */
  async byDigest(sha256: string, need: Need): Promise<UploadedModel> {
    const held = this.#parts.held.find(sha256)
    if (held !== undefined) return this.get(held, need)
    await this.#forget(need.forgotten)
    const {
      value: { items },
    } = await this.#parts.api.list({ sha256 }, { signal: need.signal }).withMeta()
    const [found] = items.toSorted((one, other) => Number(isUsable(other)) - Number(isUsable(one)))
    if (found !== undefined) return this.byId(found.id, { ...need, forgotten: undefined })
    // Others who ask for the same price have joined meanwhile, and may have brought it.
    const brought = this.#parts.held.find(sha256)
    if (brought !== undefined) return this.get(brought, need)
    throw new ModelError('unknown', sha256, 'the MES does not have it: give its bytes')
  }

  async #forget(modelId: string | undefined): Promise<void> {
    if (modelId !== undefined) await this.#parts.cache.coherence.invalidate([`model:${modelId}`])
  }

  #keyOf({ sha256, source }: HeldModel): CacheKey {
    const { owner, scope } = this.#parts
    return cacheKey(owner, `${scope}\0${UPLOAD}`, canonicalJson([sha256, source.format]))
  }

  #planOf(key: CacheKey, model: HeldModel, signal: AbortSignal): ReadPlan {
    const tell: ReportStep = (step) => this.#parts.listeners.tell(key.text, step)
    return {
      key,
      api: MES,
      operation: UPLOAD,
      mode: 'use',
      maxStaleness: Number.POSITIVE_INFINITY,
      atLeast: [],
      shared: true,
      lease: true,
      signal,
      grace: { ifErrorMs: 0, whileRevalidateMs: 0 },
      patienceMs: PATIENCE_MS,
      maxConcurrentLoads: undefined,
      load: (origin) => this.#parts.held.use(model, (source) => this.#load({ source, sha256: model.sha256 }, origin, tell)),
      accepts: isUploadedModel,
    }
  }

  async #load(model: HeldModel, origin: OriginContext, tell: ReportStep): Promise<Loaded> {
    const { keeping } = this.#parts
    const announced = await this.#uploaded(model, origin.signal, tell)
    const { value, response } = isMeasured(announced.value) ? announced : await this.#measured(announced, origin, tell)
    return { value: toUploaded(value), ...keeping(value, headersOf(response)), kind: 'value' }
  }

  /** The model with its bytes at the API, complete. An address that is refused, having expired, is replaced by a new one. */
  async #uploaded(model: HeldModel, signal: AbortSignal, tell: ReportStep): Promise<Answered<CalculatedModel>> {
    const { clock, coherence } = this.#parts.cache
    for (let addresses = 1; ; addresses++) {
      const announced = await this.#announce(model, signal)
      const { upload } = announced.value
      if (upload === null) return announced
      try {
        await uploadModel(model.source, upload, {
          transport: this.#parts.uploads,
          signal,
          onBytes: (bytes) => tell({ phase: 'uploading', bytes }),
          clock,
          namespace: coherence.namespace,
        })
        return await completeModel(this.#parts, announced.value, signal)
      } catch (error) {
        if (addresses === MAX_ADDRESSES || !(isAddressRefused(error) || isIncomplete(error))) throw error
      }
    }
  }

  async #announce({ source, sha256 }: HeldModel, signal: AbortSignal): Promise<Answered<AnnouncedModel>> {
    const { fileName, format, sizeBytes } = source
    const announced = await this.#parts.api.create({ fileName, format, sizeBytes, sha256 }, { signal }).withMeta()
    const { upload } = announced.value
    const issues =
      announced.value.sha256 === sha256
        ? upload === null
          ? []
          : addressIssues(upload, this.#parts.baseUrl)
        : [{ path: 'body.sha256', message: 'expected that of the model' }]
    if (issues.length === 0) return announced
    const { status = 0, requestId = '', attempts = 0 } = announced.response ?? {}
    throw new ResponseValidationError('models.create', status, requestId, issues, attempts, MES)
  }

  async #measured(
    first: Answered<CalculatedModel>,
    { signal, moveFence }: OriginContext,
    tell: ReportStep,
  ): Promise<Answered<CalculatedModel>> {
    const { api, cache } = this.#parts
    const { id, sizeBytes } = first.value
    tell({ phase: 'analyzing', bytes: sizeBytes })
    using wake = signalChanges(cache, [`model:${id}`], signal)
    const ask = (): Promise<Answered<CalculatedModel>> => {
      moveFence([])
      return api.get(id, { cache: 'bypass', signal }).withMeta()
    }
    const last = await pollUntilDone({ first, isDone: isMeasured, ask, wake, clock: cache.clock })
    await awaitRecord(wake)
    return moveFence([`model:${id}`]) ? last : ask()
  }
}

const toUploaded = ({ id, status, rejectedReason }: CalculatedModel): UploadedModel => ({
  id,
  isRejected: status === 'REJECTED',
  reason: rejectedReason ?? 'no reason given',
})

const isUsable = ({ status }: CalculatedModel): boolean => status === 'READY' || status === 'ANALYZING'

const isMeasured = ({ status }: CalculatedModel): boolean => status !== 'ANALYZING' && status !== 'UPLOADING'

const isUploadedModel = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'isRejected' in value &&
  'reason' in value

/** A model that somebody wants priced, wherever its bytes are. */
export interface FoundModel {
  readonly sha256: string
  /** 0 where it is not known. */
  readonly sizeBytes: number
  /** Where the API has it, uploaded if need be. */
  atApi(need: Need): Promise<UploadedModel>
  /** The caller needs it no longer. */
  release(): Promise<void>
}

interface Completing {
  readonly api: Pick<PricingApi<CalculatedQuote>['models'], 'complete' | 'get'>
  readonly cache: Pick<ReadPath, 'clock'>
}

/** As often as other requests are made again by default. */
const MAX_RETRIES = 2

/**
 * Says that the file of a model is there. A completion may do no harm only once, so that it is never just sent again: what the model has
 * become is asked for first, and where it still waits for its completion, that was lost on the way.
 */
const completeModel = async (
  { api, cache: { clock } }: Completing,
  { id, version }: CalculatedModel,
  signal: AbortSignal,
): Promise<Answered<CalculatedModel>> => {
  for (let retry = 0; ; retry++) {
    try {
      return await api.complete(id, { ifMatch: version, signal }).withMeta()
    } catch (error) {
      if (signal.aborted || isIncomplete(error)) throw error
      const pauseMs = retry < MAX_RETRIES ? pauseAfter(error, retry, Number.POSITIVE_INFINITY) : undefined
      if (pauseMs !== undefined) await clock.pause(pauseMs, { signal })
      const found = await api.get(id, { cache: 'bypass', signal }).withMeta()
      if (found.value.status !== 'UPLOADING') return found
      if (pauseMs === undefined) throw error
    }
  }
}

/** The file is not there, or not whole: it has to be uploaded again. */
const isIncomplete = (error: unknown): boolean => isApiError(error) && error.code === 'upload-incomplete'
