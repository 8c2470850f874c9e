import fc from 'fast-check'
import type { Deed, Disaster, Mishap, Schedule } from './act.ts'
import { NAMES } from './world.ts'

/** One of the values, the first one being the simplest; a value that stands several times comes up more often. */
const among = <const Values extends readonly unknown[]>(...values: Values): fc.Arbitrary<Values[number]> =>
  fc.constantFrom(...values)

const always = <const Value>(value: Value): fc.Arbitrary<Value> => fc.constant(value)

const who = fc.nat(NAMES.length - 1)
const lasting = among(20, 300, 1_500, 6_000)

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 40,
    arbitrary: fc.record({
      do: always('read'),
      who,
      subject: among('x', 'x', 'x', 'y', 'y', 'xy', 'sx', 'sx', 'sxy', 'nxy', 'nxy', 'lx', 'lx', 'lx', 'lx', 'ly', 'ly', 'nlx'),
      maxStaleness: among(1_000, 1_000, 1_000, 200, 0),
      takes: fc.oneof(
        { weight: 200, arbitrary: among(0, 0, 2, 5, 40, 400, 400, 2_500, 2_500, 8_000) },
        { weight: 1, arbitrary: always(150_000) },
      ),
      fails: among(false, false, false, false, false, false, false, false, false, true),
      crowd: among(false, false, false, false, false, false, false, false, false, true),
      atLeast: among(undefined, undefined, undefined, undefined, 0, 1),
      times: among(1, 1, 2, 4),
      every: among(1, 30, 300),
      mode: among('use', 'use', 'use', 'use', 'use', 'use', 'use', 'use', 'reload', 'bypass'),
      patience: among(undefined, undefined, undefined, undefined, undefined, undefined, undefined, 3, 150, 1_500),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: always('read'),
      who,
      subject: among('lx', 'lx', 'ly', 'nlx'),
      maxStaleness: among(1_000, 0),
      takes: among(5, 40, 400, 2_500, 8_000),
      fails: among(false, false, false, true),
      crowd: always(true),
      atLeast: always(undefined),
      times: always(1),
      every: always(1),
      mode: always('use'),
      patience: among(undefined, undefined, undefined, 1_500),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: always('change'),
      who,
      entities: among(['x'], ['y'], ['x', 'y']),
      hold: among(600, 4_000, 4_000),
      commitsIn: among(0, 40, 500, 500),
      answersIn: among(0, 30, 1_500),
      settle: always(0),
      dies: among(undefined, 'before', 'before'),
      forgottenIn: among(0, 2, 5, 20, 45, 300, 520, 1_600),
      rowsKept: among(undefined, undefined, undefined, 1),
    }),
  },
  {
    weight: 24,
    arbitrary: fc.record({
      do: always('change'),
      who,
      entities: among(['x'], ['x'], ['y'], ['x', 'y']),
      hold: among(undefined, undefined, undefined, 600, 4_000),
      commitsIn: among(0, 0, 0, 40, 500),
      answersIn: among(0, 0, 0, 30, 1_500),
      settle: among(0, 0, 0, 0, 300),
      dies: among(undefined, undefined, undefined, undefined, undefined, undefined, 'before', 'after'),
    }),
  },
)

const mishaps: fc.Arbitrary<Mishap> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: always('messages'),
      who,
      are: among('lost', 'repeated', 'reordered', 'late', 'garbled'),
      lasting,
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: among('deafen', 'deafen', 'crash'), who }) },
  { weight: 14, arbitrary: fc.record({ do: among('cut', 'half-open', 'pause', 'suspend'), who, lasting }) },
  { weight: 4, arbitrary: fc.record({ do: always('lose answers'), who, count: among(1, 2) }) },
  { weight: 3, arbitrary: fc.record({ do: always('slow fills'), who, delay: among(300, 5_000, 20_000) }) },
  { weight: 4, arbitrary: fc.record({ do: always('step clock'), who, by: among(400, 1_500, 60_000, -400, -1_500, -60_000) }) },
)

const disasters: fc.Arbitrary<Disaster> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: always('fail over'),
      unheard: among(0, 0, 150, 400),
      lost: fc.nat(4),
      ids: among('later', 'same', 'lower'),
      entries: among('kept', 'lost'),
      lasting: among(0, 20, 300),
      again: among(undefined, undefined, 60, 200),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: always('demote'),
      lost: among(0, 0, 1, 3),
      ids: among('later', 'same', 'lower'),
      lasting: among(0, 20, 300),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: always('restart empty'), ids: among('later', 'lower'), lasting: among(0, 20, 2_000) }),
  },
  { weight: 3, arbitrary: fc.record({ do: always('trim'), kept: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: always('refuse publish'), lasting }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: among(
        'delete log',
        'delete log',
        'scribble',
        'corrupt',
        'lose holds',
        'lose holds',
        'lose holds',
        'delete all',
        'use up ids',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: always('set clock back'), by: among(3_000, 60_000) }) },
)

/** Ten thousand tags at once are rare, since they take long to play. */
const overflows: fc.Arbitrary<Deed> = fc.record({ do: always('overflow'), who })

const acts = fc.oneof(
  { weight: 1_200, arbitrary: deeds },
  { weight: 700, arbitrary: mishaps },
  { weight: 300, arbitrary: disasters },
  { weight: 2, arbitrary: overflows },
)

const after = among(0, 1, 2, 5, 10, 30, 100, 190, 210, 480, 520, 990, 1_010, 3_000)

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  noise: fc.nat(0x7fff_ffff),
  steps: fc.array(fc.record({ after, act: acts }), { minLength: 1, maxLength: 60, size: 'max' }),
})
