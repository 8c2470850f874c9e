import type { Chapter } from '../mutation.ts'

const clock = 'foundation/clock.ts'
const clockTest = 'unit/foundation/clock.test.ts'

export const around: Chapter = {
  title: 'Time, principals and commands',
  mutations: [
    {
      rule: 'Elapsed time counts the time for which the machine was suspended',
      file: clock,
      find: 'if (skew > lead) lead = skew\n      else if',
      replace: 'if',
      test: clockTest,
      killedBy: 'counts the time for which the machine was suspended',
    },
    {
      rule: 'A suspension counts, too, after a wall clock was set back',
      file: clock,
      find: '      else if (skew < lead - JITTER_MS) base += skew - (lead - JITTER_MS)\n',
      replace: '',
      test: clockTest,
      killedBy: 'counts a suspension that follows a wall clock set back',
    },
    {
      rule: 'Two principals share neither a value nor a load',
      file: 'operation/read.ts',
      find: "cache?.scope === 'shared' ? SHARED_OWNER : context.owner",
      replace: 'SHARED_OWNER',
      test: 'unit/operation/read.test.ts',
      killedBy: 'of another principal shares no value and no request, unless the operation says shared',
    },
    {
      rule: 'A request to an API carries the position of its load',
      file: 'operation/read.ts',
      find: '[CACHE_POSITION_HEADER]: cachePosition, ',
      replace: '',
      test: 'unit/operation/read.test.ts',
      killedBy: 'sends the position to the caches inside the API',
    },
    {
      rule: 'A command whose outcome is unknown invalidates what it may have changed',
      file: 'operation/effect.ts',
      find: 'case \'unknown\': return guard.suspect(changedBy(operation, request))',
      replace: 'case \'unknown\': return undefined',
      test: 'unit/operation/command.test.ts',
      killedBy: 'by its time limit invalidates what it may have changed, and names the request',
    },
    {
      rule: 'A command is answered after its invalidation',
      file: 'operation/command.ts',
      find: 'await effect?.succeeded(messageOf(checked, response))',
      replace: 'await (undefined as Effect | undefined)?.succeeded(messageOf(checked, response))',
      test: 'unit/operation/command.test.ts',
      killedBy: 'has invalidated what the request and the answer name before its promise resolves',
    },
    {
      rule: 'Tags that cannot be told without the answer stand for their collection',
      file: 'operation/effect.ts',
      find: '    if (unresolved) tags.add(template.collection)\n',
      replace: '',
      test: 'unit/operation/command.test.ts',
      killedBy: 'invalidates the whole collection where its answer leaves a tag open',
    },
    {
      rule: 'A command that was refused because what was known is old invalidates it',
      file: 'operation/effect.ts',
      find: '? \'outdated\' : \'unchanged\'',
      replace: '? \'unchanged\' : \'unchanged\'',
      test: 'unit/operation/command.test.ts',
      killedBy: 'with 409 invalidates what it may have changed',
    },
    {
      rule: 'A command holds what its request names while the server is at work',
      file: 'operation/effect.ts',
      find: 'raiseGuard(context.cache.coherence, { hold, settleMs',
      replace: 'raiseGuard(context.cache.coherence, { hold: undefined, settleMs',
      test: 'unit/operation/hold.test.ts',
      killedBy: 'holds what its request names while the server is at work, not collections nor what only the answer tells',
    },
    {
      rule: 'A command that was refused opens what it held',
      file: 'operation/effect.ts',
      find: 'guard.status === undefined ? undefined : guard.invalidate([])',
      replace: 'guard.status === undefined ? undefined : Promise.resolve()',
      test: 'unit/operation/hold.test.ts',
      killedBy: 'that is refused with 404 opens what it held',
    },
  ],
}
