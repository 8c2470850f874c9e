import { createCache } from '../../src/cache.ts'
import { serve } from './child.ts'
import { VALUE_KINDS } from './domain-values.ts'
import { heldBytes } from './heap.ts'

interface Filling {
  readonly kind: string
  readonly maxBytes: number
}

/** A full memory tier: how many bytes of the heap it takes, and the characters of JSON that went through it. */
serve({
  fill: async ({ kind, maxBytes }: Filling) => {
    const { make, tags: count } = VALUE_KINDS[kind] ?? { make: () => null, tags: 0 }
    const tagsOf = (n: number): readonly string[] => Array.from({ length: count }, (_, index) => `order:${n}-${index}`)
    const read = (cache: ReturnType<typeof createCache>, n: number): Promise<unknown> =>
      cache.getOrLoad({ key: ['kind', n], ttl: '1h', tags: tagsOf(n) }, () => make(n))
    // As many as fill it twice, if one takes no less than its JSON or 300 bytes.
    const most = (2 * maxBytes) / Math.max(300, JSON.stringify(make(1)).length / 2)
    // What the process itself needs for so many reads, such as compiled code, is there before.
    await using first = createCache({ memory: { maxBytes: 1_000 } })
    for (let n = 0; n < most; n++) await read(first, n)
    const before = heldBytes()
    await using cache = createCache({ memory: { maxBytes } })
    for (let n = 0; n < most; n++) await read(cache, n)
    const heapBytes = heldBytes() - before
    await read(cache, 0)
    return heapBytes
  },
})
