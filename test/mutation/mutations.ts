import type { Chapter, Mutation } from './mutation.ts'
import { appending } from './rules/appending.ts'
import { around } from './rules/around.ts'
import { bounds } from './rules/bounds.ts'
import { calculations } from './rules/calculations.ts'
import { catchingUp } from './rules/catching-up.ts'
import { confirming } from './rules/confirming.ts'
import { failing } from './rules/failing.ts'
import { following } from './rules/following.ts'
import { holding } from './rules/holding.ts'
import { leases } from './rules/leases.ts'
import { loading } from './rules/loading.ts'
import { losses } from './rules/losses.ts'
import { models } from './rules/models.ts'
import { ownWrites } from './rules/own-writes.ts'
import { readingBack } from './rules/reading-back.ts'
import { pastLife } from './rules/past-life.ts'
import { pricing } from './rules/pricing.ts'
import { reading } from './rules/reading.ts'
import { records } from './rules/records.ts'
import { redis } from './rules/redis.ts'
import { requests } from './rules/requests.ts'
import { scale } from './rules/scale.ts'
import { serving } from './rules/serving.ts'
import { stamps } from './rules/stamps.ts'
import { values } from './rules/values.ts'
import { webhooks } from './rules/webhooks.ts'

/** Every rule of the protocol, in the order of the document. */
export const chapters: readonly Chapter[] = [
  serving,
  loading,
  reading,
  pastLife,
  leases,
  stamps,
  following,
  catchingUp,
  records,
  readingBack,
  confirming,
  losses,
  appending,
  ownWrites,
  holding,
  redis,
  failing,
  scale,
  values,
  around,
  bounds,
  requests,
  models,
  calculations,
  pricing,
  webhooks,
]

export const mutations: readonly Mutation[] = chapters.flatMap((chapter) => chapter.mutations)
