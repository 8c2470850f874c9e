import { FIRST_TARIFF, type Tariff } from '../../shared/catalogue/tariff.ts'
import type { Connection } from '../../shared/database/sqlite.ts'
import { commitInstant, type CommitInstant } from '../../shared/orders/commit.ts'

export type TariffPart = keyof Tariff

/** A part of the tariff that is to be in force: a type for each, so that a list never comes under the algorithm's name. */
export type TariffChange = { readonly [Part in TariffPart]: { readonly part: Part; readonly value: Tariff[Part] } }[TariffPart]

/** What has become of a change: `unchanged` when it was in force, `refused` when its version has stood for something else. */
export type TariffOutcome =
  | { readonly outcome: 'put'; readonly previous: string; readonly turn: number; readonly commit: CommitInstant }
  | { readonly outcome: 'unchanged' | 'refused' }

/** What was put last is in force. A version means one thing for ever, since quotes name it. */
export const TARIFFS = `
  CREATE TABLE tariffs (
    part TEXT NOT NULL, version TEXT NOT NULL, document TEXT NOT NULL, turn INTEGER NOT NULL,
    PRIMARY KEY (part, version)
  )`

export function insertFirstTariff(connection: Connection): void {
  for (const part of ['priceList', 'algorithm'] as const)
    write(connection, part, FIRST_TARIFF[part].version, FIRST_TARIFF[part], 1)
}

export function tariffInForce(connection: Connection): Tariff {
  return {
    priceList: JSON.parse(inForce(connection, 'priceList').document) as Tariff['priceList'],
    algorithm: JSON.parse(inForce(connection, 'algorithm').document) as Tariff['algorithm'],
  }
}

export function putTariff(connection: Connection, { part, value }: TariffChange): TariffOutcome {
  const result = connection.transaction(() => {
    const current = inForce(connection, part)
    const known = connection.prepare('SELECT document FROM tariffs WHERE part = ? AND version = ?').get(part, value.version)
    if (known !== undefined && known['document'] !== JSON.stringify(value)) return 'refused'
    if (current.version === value.version) return 'unchanged'
    const turn = current.turn + 1
    write(connection, part, value.version, value, turn)
    return { previous: current.version, turn }
  })
  return typeof result === 'string' ? { outcome: result } : { outcome: 'put', ...result, commit: commitInstant() }
}

function write(connection: Connection, part: TariffPart, version: string, value: Tariff[TariffPart], turn: number): void {
  connection
    .prepare(
      'INSERT INTO tariffs (part, version, document, turn) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET turn = excluded.turn',
    )
    .run(part, version, JSON.stringify(value), turn)
}

function inForce(
  connection: Connection,
  part: TariffPart,
): { readonly version: string; readonly document: string; readonly turn: number } {
  const row = connection
    .prepare('SELECT version, document, turn FROM tariffs WHERE part = ? ORDER BY turn DESC LIMIT 1')
    .get(part)
  if (row === undefined) throw new Error(`The database has no ${part}`)
  return { version: String(row['version']), document: String(row['document']), turn: Number(row['turn']) }
}
