import { parseArgs } from 'node:util'
import { checkBuilders } from './ajv-law.ts'

/** Checks the law of the builders with many overrides: `npm run test:builders -- --count 10000 --seed 17`. */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '10000' }, seed: { type: 'string', default: '17' } },
})
const { schemas, accepted, refused, violations } = checkBuilders(Number(values.count), Number(values.seed))
const summary = `${values.count} overrides of ${schemas.size} schemas, seed ${values.seed}: ${accepted} accepted, ${refused} refused, ${violations.length} violations`
process.stdout.write(`${[...violations, summary].join('\n')}\n`)
if (violations.length > 0) process.exitCode = 1
