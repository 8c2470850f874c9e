/** What a peer sends that it should not, once its connection has got so far. */
export interface Misbehaviour {
  readonly name: string
  /** Sent so often, in one write each; nothing where the connection is broken without a word. */
  readonly bytes: Buffer
  readonly times: number
  /** Whether it comes behind what the peer has to say at that moment, in its place, or behind everything from then on. */
  readonly place: 'behind' | 'instead' | 'behind-all'
  /** What becomes of the connection afterwards. */
  readonly after: 'go-on' | 'reset' | 'end' | 'fall-silent'
}

const behaving = (name: string, bytes: string | Buffer, more: Partial<Misbehaviour> = {}): Misbehaviour => ({
  name,
  bytes: Buffer.from(bytes),
  times: 3,
  place: 'behind',
  after: 'go-on',
  ...more,
})

const ALERT = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x32])

/** Of any peer, below its own protocol. */
export const ofPaths: readonly Misbehaviour[] = [
  behaving('nothing, and resets the connection', '', { after: 'reset' }),
  behaving('nothing, and ends the connection', '', { after: 'end' }),
  behaving('nothing for ever', '', { place: 'instead', after: 'fall-silent' }),
  behaving('a TLS alert behind everything', ALERT, { place: 'behind-all', times: 1 }),
  behaving('TLS alerts, and resets the connection', ALERT, { times: 5, after: 'reset' }),
  behaving('bytes of no protocol', Buffer.from(Array.from({ length: 64 }, (_, index) => (index * 37 + 11) % 256))),
  behaving('a page of HTTP', 'HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n'),
]

const NULLS = ['$-1\r\n', '*-1\r\n', '_\r\n', '>1\r\n$-1\r\n', '*1\r\n$-1\r\n', '*3\r\n$7\r\nmessage\r\n$-1\r\n$-1\r\n']
const SHORT = [
  '*0\r\n',
  '*1\r\n$7\r\nmessage\r\n',
  '*1\r\n$9\r\nsubscribe\r\n',
  '*1\r\n$11\r\nunsubscribe\r\n',
  '*2\r\n*0\r\n*0\r\n',
  ':1\r\n',
  '+OK\r\n',
  '-ERR so it is\r\n',
  '$0\r\n\r\n',
]
const UNKNOWN = [
  '#t\r\n',
  ',1.5\r\n',
  '(123\r\n',
  '=6\r\ntxt:hi\r\n',
  '!3\r\nERR\r\n',
  '%1\r\n+a\r\n+b\r\n',
  '~1\r\n+a\r\n',
  '$-2\r\n',
  '*-2\r\n',
  '$x\r\n',
  ':x\r\n',
  '\r\n',
  '+\r\r\n',
]
const PUBSUB = [
  '*3\r\n$8\r\npmessage\r\n$1\r\na\r\n$1\r\nb\r\n',
  '*3\r\n$7\r\nmessage\r\n$7\r\nunknown\r\n$2\r\nhi\r\n',
  '*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n',
  '*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n',
]

/** Of a Redis, a sentinel, or a node of a cluster. */
export const ofRedis: readonly Misbehaviour[] = [
  ...[...NULLS, ...SHORT, ...UNKNOWN, ...PUBSUB].flatMap((text) => [
    behaving(`${JSON.stringify(text)} that nobody asked for`, text),
    behaving(`${JSON.stringify(text)} in place of its answer`, text, { place: 'instead' }),
  ]),
  behaving('the promise of 33,554,431 elements', '*33554431\r\n', { times: 10 }),
  behaving('the promise of a string of 1 TB', '$1099511627776\r\n', { place: 'instead' }),
  behaving('arrays within arrays', '*1\r\n'.repeat(100_000), { place: 'instead', times: 1 }),
  behaving('a line without an end', 'x'.repeat(1_000_000).replace(/^x/, '+'), { place: 'instead', times: 1 }),
  behaving(
    '16,384 masters',
    `*16384\r\n${Array.from({ length: 16_384 }, (_, slot) => `*3\r\n:${slot}\r\n:${slot}\r\n*2\r\n$9\r\n127.0.0.1\r\n:${slot + 1}\r\n`).join('')}`,
    { place: 'instead', times: 1 },
  ),
  behaving('a message of 20 MB', `*3\r\n$7\r\nmessage\r\n$1\r\nx\r\n$20000000\r\n${'['.repeat(20_000_000)}\r\n`, { times: 1 }),
]

/** Of an API, a token server, or a storage of uploads. */
export const ofApis: readonly Misbehaviour[] = [
  behaving('a header without an end', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(200_000)}`, { place: 'instead', times: 1 }),
  behaving(
    'a body that is not as long as it says',
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{"items":',
    { place: 'instead', times: 1, after: 'end' },
  ),
  behaving('chunks that are none', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nxx\r\n', {
    place: 'instead',
    times: 1,
  }),
  behaving('a body that is no JSON', 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\n\r\n[[[[', {
    place: 'instead',
    times: 1,
  }),
  behaving(
    'a body of the wrong encoding',
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n[[[[',
    { place: 'instead', times: 1 },
  ),
  behaving(
    'arrays within arrays',
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2000000\r\n\r\n${'['.repeat(2_000_000)}`,
    { place: 'instead', times: 1 },
  ),
  behaving('null', 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\n\r\nnull', {
    place: 'instead',
    times: 1,
  }),
  behaving('a redirection to nowhere', 'HTTP/1.1 302 Found\r\nlocation: http://[\r\ncontent-length: 0\r\n\r\n', {
    place: 'instead',
    times: 1,
  }),
  behaving('an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n', {
    place: 'instead',
    times: 1,
  }),
  behaving('answers that nobody asked for', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', { times: 3 }),
]
