import type { Chapter } from '../mutation.ts'

const cluster = 'redis/redis-cluster.ts'
const moving = 'are found and kept at every step of the move of their slot to another master'
const clusterTest = 'integration/redis/redis-cluster.test.ts'
const mapTest = 'unit/redis/cluster-map.test.ts'

export const scale: Chapter = {
  title: 'Where the master is',
  mutations: [
    {
      rule: 'A server that was vetted is used only while the sentinels call it the master',
      file: 'redis/redis-link.ts',
      find: '    await this.#options.verify?.()\n',
      replace: '',
      test: 'integration/redis/sentinel.test.ts',
      killedBy: 'a server that was vetted is not used while another one is called the master',
    },
    {
      rule: 'The majority of the sentinels that answer decides who is the master',
      file: 'redis/sentinel-vote.ts',
      find: 'if (agreeing.length * 2 > answers.length) return',
      replace: 'if (agreeing.length * 2 >= 0) return',
      test: 'integration/redis/sentinel.test.ts',
      killedBy: 'a server that the sentinels no longer call the master is not used, whatever it says of itself',
    },
    {
      rule: 'What a moving slot has sent on already is asked for with `ASKING`',
      file: cluster,
      find: 'withoutAsking(await node.link.ask(asSent(questions), leftMs))',
      replace: 'await node.link.ask(questions, leftMs)',
      test: clusterTest,
      killedBy: moving,
    },
    {
      rule: 'An answer that a slot has moved is followed, within the same read',
      file: cluster,
      find: 'const node = to && this.#connected(to)',
      replace: "const node = kind === 'ask' ? to && this.#connected(to) : undefined",
      test: clusterTest,
      killedBy: moving,
    },
    {
      rule: 'An answer that a slot has moved makes the cluster be asked for its slots anew',
      file: cluster,
      find: "if (kind !== 'ask') this.#look(to)",
      replace: '',
      test: clusterTest,
      killedBy: moving,
    },
    {
      rule: 'A node that is silent or gone keeps nobody from asking the others',
      file: 'redis/first-answer.ts',
      find: 'Promise.any(servers',
      replace: 'Promise.race(servers',
      test: mapTest,
      killedBy: 'is drawn by the first node that knows, whichever are gone or silent',
    },
  ],
}
