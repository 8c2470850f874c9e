import type { Bookmark, Commit, Entity, Ledger, Value } from './ledger.ts'
import type { Host } from './sim/host.ts'
import type { Subject } from './subject.ts'

/** A read that was answered. */
export interface Answer {
  readonly reader: Host
  readonly subject: Subject
  readonly invokedAt: number
  /** Number of its call among all calls. */
  readonly call: number
  readonly maxStaleness: number
  readonly atLeast: readonly Bookmark[]
  readonly value: Value
  readonly source: string
  readonly position: string | undefined
}

/** Why an answer breaks the promise: the rule, and what the reader should have seen. */
export interface Violation {
  readonly rule: 'own write' | 'acknowledged' | 'appended' | 'held' | 'at least' | 'position' | 'lifetime'
  readonly commit: Commit | undefined
}

/** What an answer owes its reader and does not show. Tolerance 0, in the time of the whole simulation. */
export const violationsOf = (answer: Answer, ledger: Ledger, fillSlackMs: number): readonly Violation[] => {
  const broken: Violation[] = ledger.commits
    .filter((commit) => misses(answer, commit))
    .flatMap((commit) => brokenBy(answer, commit, ledger).map((rule) => ({ rule, commit })))
  if (answer.invokedAt - answer.value.born > answer.subject.ttlMs + fillSlackMs)
    broken.push({ rule: 'lifetime', commit: undefined })
  return broken
}

/** An entry that learns its tags from its value is only found by the invalidation of the change to that very value. */
const misses = ({ value, subject }: Answer, { versions }: Commit): boolean =>
  subject.entities.some((entity: Entity) => {
    const committed = versions[entity]
    const seen = value[entity]
    if (committed === undefined || seen === undefined) return false
    return subject.learnsTags ? committed === seen + 1 : committed > seen
  })

const brokenBy = (answer: Answer, commit: Commit, ledger: Ledger): Violation['rule'][] => {
  const isLate = (since: number | undefined): boolean => since !== undefined && answer.invokedAt - since > answer.maxStaleness
  const broken: Violation['rule'][] = []
  if (commit.by === answer.reader && commit.called !== undefined && commit.called < answer.call) broken.push('own write')
  if (isLate(commit.acknowledgedAt)) broken.push('acknowledged')
  else if (isLate(commit.appendedAt)) broken.push('appended')
  else if (commit.isHeld && isLate(commit.at)) broken.push('held')
  if (answer.atLeast.some(({ covers }) => covers.has(commit.id))) broken.push('at least')
  if (ledger.covers(answer.position).has(commit.id)) broken.push('position')
  return broken
}
