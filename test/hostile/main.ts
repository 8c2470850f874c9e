import { parseArgs } from 'node:util'
import { casesUntil } from './play.ts'
import { playAll } from './play-all.ts'
import { PARTIES, playParty } from './structured/parties.ts'

const usage = `usage: npm run test:hostile -- [--structured] [--seconds 60] [--seed number]

Lets a consumer of the package use peers of every kind that send what they should not: Redis, also over TLS, behind Sentinel and as a
cluster, an API, a token server, a storage of uploads. Fails where a read is not answered, or the process ends, blocks or does not recover.
  --structured  instead, parties that know the formats send what is almost well-formed, each for so many seconds: API answers, entries of the
                shared tier, rows and messages of the log, answers of a token server, model files
`

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    structured: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))

const playPeers = async (): Promise<void> => {
  const { played, struck, longestTurnMs, ending, output } = await playAll((peer) =>
    casesUntil(peer, seed, Number(values.seconds)),
  )
  process.stdout.write(
    `${played} cases, ${struck} with a misbehaviour; longest turn of the event loop ${longestTurnMs.toFixed(0)} ms; exit code ${ending.code}\n${output}`,
  )
  process.exitCode = ending.code === 0 && output === '' && longestTurnMs < 1_000 ? 0 : 1
}

const playParties = async (): Promise<void> => {
  for (const [what, open] of Object.entries(PARTIES)) {
    const { runs, longest, heldBytes } = await playParty(open, Number(values.seconds), seed)
    process.stdout.write(
      `${what}: ${runs} inputs, the longest ${longest.toFixed(1)} times an honest text of 2 MB; ${(heldBytes / 1_000_000).toFixed(1)} MB more held\n`,
    )
  }
}

if (values.help) {
  process.stdout.write(usage)
} else {
  process.stdout.write(`seed ${seed}\n`)
  await (values.structured ? playParties() : playPeers())
}
