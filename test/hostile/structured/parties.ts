import { answeringApi } from './answering-api.ts'
import { answeringTokens } from './answering-tokens.ts'
import type { Party, PartyReport } from './party.ts'
import { plantedEntries } from './planted-entries.ts'
import { publishedRecords } from './published-records.ts'
import { writtenModels } from './written-models.ts'

/** Opens every party that knows a format of this package, with whoever reads it. */
type Opening = (resources: AsyncDisposableStack) => Promise<Party>
export const PARTIES: Readonly<Record<string, Opening>> = {
  'API answers': answeringApi,
  'entries of the shared tier': plantedEntries,
  'rows and messages of the log': publishedRecords,
  'answers of a token server': answeringTokens,
  'model files': writtenModels,
}

/** Lets one party send for so long. */
export const playParty = async (open: Opening, seconds: number, seed: number): Promise<PartyReport> => {
  await using resources = new AsyncDisposableStack()
  return await (await open(resources)).play(seconds, seed)
}
