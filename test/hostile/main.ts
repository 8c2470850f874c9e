import { parseArgs } from 'node:util'
import { casesUntil } from './play.ts'
import { playAll } from './play-all.ts'

const usage = `usage: npm run test:hostile -- [--seconds 60] [--seed number]

Lets a consumer of the package use peers of every kind that send what they should not: Redis, also over TLS, behind Sentinel and as a
cluster, an API, a token server, a storage of uploads. Fails where a read is not answered, or the process ends, blocks or does not recover.
`

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' }, help: { type: 'boolean', default: false } },
})

if (values.help) {
  process.stdout.write(usage)
} else {
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
  process.stdout.write(`seed ${seed}\n`)
  const { played, struck, longestTurnMs, ending, output } = await playAll((peer) => casesUntil(peer, seed, Number(values.seconds)))
  process.stdout.write(`${played} cases, ${struck} with a misbehaviour; longest turn of the event loop ${longestTurnMs.toFixed(0)} ms; exit code ${ending.code}\n${output}`)
  process.exitCode = ending.code === 0 && output === '' && longestTurnMs < 1_000 ? 0 : 1
}
