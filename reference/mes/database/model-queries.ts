import type { Connection } from '../../shared/database/sqlite.ts'
import { commitInstant, type CommitInstant } from '../../shared/orders/commit.ts'
import type { Page } from '../../shared/orders/order.ts'
import type { ExpectedVersions } from '../../shared/orders/transition.ts'
import {
  analyzed,
  newModel,
  type Model,
  type ModelRequest,
  type ModelStatus,
  type ModelUpload,
  type NewModel,
} from '../models/model.ts'
import type { Verdict } from '../models/verdict.ts'
import type { Intent } from './answers.ts'
import { create, type Creation } from './creation.ts'
import { listModels, type ModelListing } from './model-list.ts'
import { findContent, findModel, insertModel, unfinishedModels, updateModel, type StoredModel } from './model-table.ts'

export interface ModelCreation {
  readonly intent: Intent
  /** A partner, or `staff`. */
  readonly owner: string
  readonly request: ModelRequest
  /** Id and upload of the model, if there will be a new one. */
  readonly id: string
  readonly upload: ModelUpload
  readonly now: number
}

export interface ModelCompletion {
  readonly id: string
  readonly owner: string
  readonly expected: ExpectedVersions
  readonly isUploaded: boolean
}

/** A step of a model that is committed. */
export interface CommittedModel {
  readonly model: Model
  readonly previousStatus: ModelStatus
  readonly commit: CommitInstant
}

export type ModelRefusal = 'not-found' | 'invalid-transition' | 'upload-incomplete' | 'version-mismatch'

export type ModelQueries = {
  readonly createModel: (query: ModelCreation) => Creation<NewModel, never>
  readonly getModel: (query: { readonly id: string }) => StoredModel | null
  readonly listModels: (listing: ModelListing) => Page<Model>
  readonly completeModel: (query: ModelCompletion) => CommittedModel | ModelRefusal
  /** Null when another process was faster. */
  readonly finishModel: (query: { readonly id: string; readonly verdict: Verdict }) => CommittedModel | null
  readonly unfinishedModels: (query: undefined) => readonly Model[]
}

export function modelQueries(connection: Connection): ModelQueries {
  const step = <Refusal>(
    id: string,
    next: (stored: StoredModel | null) => Model | { readonly refusal: Refusal },
  ): CommittedModel | Refusal => {
    const result = connection.transaction(() => {
      const stored = findModel(connection, id)
      const model = next(stored)
      if ('refusal' in model || stored === null) return model
      updateModel(connection, model)
      return { model, previousStatus: stored.model.status }
    })
    if ('refusal' in result) return result.refusal
    if (!('model' in result)) throw new Error(`There is no model ${id}`)
    return { ...result, commit: commitInstant() }
  }
  return {
    createModel: (query) => createModel(connection, query),
    getModel: ({ id }) => findModel(connection, id),
    listModels: (listing) => listModels(connection, listing),
    completeModel: (query) => step(query.id, (stored) => completed(stored, query)),
    finishModel: ({ id, verdict }) =>
      step<null>(id, (stored) => (stored?.model.status === 'ANALYZING' ? analyzed(stored.model, verdict) : { refusal: null })),
    unfinishedModels: () => unfinishedModels(connection),
  }
}

function createModel(
  connection: Connection,
  { intent, owner, request, id, upload, now }: ModelCreation,
): Creation<NewModel, never> {
  return create<NewModel, never>(connection, intent, now, () => {
    const known = findContent(connection, owner, request)
    if (known !== null) return { outcome: 'existing', answer: { status: 200, body: { ...known, upload: null } } }
    const model = newModel(id, request, now)
    insertModel(connection, { owner, model })
    return { outcome: 'created', answer: { status: 201, body: { ...model, upload } } }
  })
}

function completed(
  stored: StoredModel | null,
  { owner, expected, isUploaded }: ModelCompletion,
): Model | { readonly refusal: ModelRefusal } {
  if (stored?.owner !== owner) return { refusal: 'not-found' }
  const { model } = stored
  if (model.status !== 'UPLOADING') return { refusal: 'invalid-transition' }
  if (!isUploaded) return { refusal: 'upload-incomplete' }
  if (expected !== null && !expected.includes(model.version)) return { refusal: 'version-mismatch' }
  return { ...model, status: 'ANALYZING', version: model.version + 1 }
}
