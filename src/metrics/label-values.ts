import type {
  CalculationEvent,
  IncidentEvent,
  InvalidationEvent,
  LeaseEvent,
  LoadEvent,
  ReadAnswered,
  RecordEvent,
  RedisCommandEvent,
} from '../foundation/channels.ts'
import type { EventErrorKind } from '../error/sdk-error.ts'

/** The members of a union, each once: the compiler refuses a list that lacks one. */
const every = <Value extends string>(values: Readonly<Record<Value, 0>>): readonly Value[] => Object.keys(values) as Value[]

const error = every<EventErrorKind>({
  api: 0,
  timeout: 0,
  connection: 0,
  'response-validation': 0,
  'request-validation': 0,
  'value-validation': 0,
  configuration: 0,
  serialization: 0,
  closed: 0,
  'not-held': 0,
  overload: 0,
  model: 0,
  calculation: 0,
  webhook: 0,
  aborted: 0,
  other: 0,
})

const [FIRST_STATUS, STATUSES] = [100, 500]

/** Another value of a label with a list is counted under this one. */
export const OTHER = 'other'

/** The values of labels that are no names. */
export const labelValues = {
  source: every<ReadAnswered['source']>({ memory: 0, redis: 0, origin: 0, joined: 0, bypass: 0, reload: 0 }),
  state: every<ReadAnswered['state']>({ fresh: 0, stale: 0 }),
  error,
  loadCause: every<LoadEvent['cause']>({
    absent: 0,
    expired: 0,
    invalid: 0,
    unconfirmed: 0,
    ahead: 0,
    position: 0,
    bypass: 0,
    reload: 0,
    revalidation: 0,
  }),
  loadOutcome: every<LoadEvent['outcome']>({ loaded: 0, absence: 0, failed: 0, refused: 0, aborted: 0 }),
  invalidation: every<InvalidationEvent['status']>({ applied: 0, queued: 0 }),
  record: every<RecordEvent['record']>({ genesis: 0, invalidate: 0, hold: 0, clear: 0, unknown: 0 }),
  recordBy: every<RecordEvent['by']>({ message: 0, answer: 0, asking: 0 }),
  incident: every<IncidentEvent['kind']>({
    'redis-down': 0,
    'redis-up': 0,
    'redis-refused': 0,
    'node-down': 0,
    'node-up': 0,
    loss: 0,
    clear: 0,
    gap: 0,
    'dead-subscription': 0,
    'holds-lost': 0,
    'unreadable-entry': 0,
    oversize: 0,
    'fill-failed': 0,
    'append-failed': 0,
    'revalidation-failed': 0,
    overload: 0,
    'unknown-value': 0,
    'hook-failed': 0,
    'deprecated-operation': 0,
  }),
  lease: every<LeaseEvent['outcome']>({
    granted: 0,
    served: 0,
    'taken-over': 0,
    unfilled: 0,
    unreachable: 0,
    hurried: 0,
    'given-up': 0,
    left: 0,
    lost: 0,
  }),
  /** A status of HTTP, or the kind of the error where no answer came. */
  answer: [...Array.from({ length: STATUSES }, (_, index) => String(FIRST_STATUS + index)), ...error],
  calculation: every<CalculationEvent['outcome']>({ priced: 0, failed: 0, rejected: 0, outdated: 0, aborted: 0, error: 0 }),
  redisCommand: [
    'asking',
    'eval',
    'evalsha',
    'exec',
    'fcall',
    'get',
    'hgetall',
    'info',
    'multi',
    'pttl',
    'set',
    'time',
    'xrange',
    'xrevrange',
    OTHER,
  ],
  redisOutcome: every<RedisCommandEvent['outcome']>({ answered: 0, refused: 0, overdue: 0, lost: 0 }),
} as const satisfies Readonly<Record<string, readonly string[]>>
