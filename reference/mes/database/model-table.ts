import type { Connection } from '../../shared/database/sqlite.ts'
import type { Model } from '../models/model.ts'

/** A model with the partner that it belongs to, or `staff`, or `shop`. */
export interface StoredModel {
  readonly owner: string
  readonly model: Model
}

export const MODELS = `
  CREATE TABLE models (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, sha256 TEXT NOT NULL, status TEXT NOT NULL,
    created_at INTEGER NOT NULL, document TEXT NOT NULL
  );
  CREATE INDEX models_by_age ON models (created_at, id);
  CREATE INDEX models_by_owner ON models (owner, created_at, id);
  CREATE INDEX models_by_content ON models (sha256, created_at, id);
  CREATE INDEX models_by_status ON models (status)`

export function insertModel(connection: Connection, { owner, model }: StoredModel): void {
  connection
    .prepare('INSERT INTO models (id, owner, sha256, status, created_at, document) VALUES (?, ?, ?, ?, ?, ?)')
    .run(model.id, owner, model.sha256, model.status, Date.parse(model.createdAt), JSON.stringify(model))
}

export function updateModel(connection: Connection, model: Model): void {
  connection.prepare('UPDATE models SET status = ?, document = ? WHERE id = ?').run(model.status, JSON.stringify(model), model.id)
}

export function findModel(connection: Connection, id: string): StoredModel | null {
  const row = connection.prepare('SELECT owner, document FROM models WHERE id = ?').get(id)
  return row === undefined ? null : { owner: String(row['owner']), model: parsed(row['document']) }
}

/** An uploaded model of the same owner and content; null when there is none, or only one whose upload never ended. */
export function findContent(
  connection: Connection,
  owner: string,
  { sha256, format }: Pick<Model, 'sha256' | 'format'>,
): Model | null {
  const rows = connection
    .prepare("SELECT document FROM models WHERE owner = ? AND sha256 = ? AND status <> 'UPLOADING'")
    .all(owner, sha256)
  return rows.map((row) => parsed(row['document'])).find((model) => model.format === format) ?? null
}

/** Models that a process has left being analysed. */
export function unfinishedModels(connection: Connection): readonly Model[] {
  return connection
    .prepare("SELECT document FROM models WHERE status = 'ANALYZING'")
    .all()
    .map((row) => parsed(row['document']))
}

function parsed(document: unknown): Model {
  return JSON.parse(String(document)) as Model
}
