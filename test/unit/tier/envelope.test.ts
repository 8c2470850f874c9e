import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeEnvelope, encodeEnvelope } from '../../../src/tier/envelope.ts'

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('', '\n', '1 [', 'a\nb', '"', '\0'))
const anyEnvelope = fc.record({
  stamp: anyText,
  tags: fc.array(anyText),
  lifetimeMs: fc.double({ min: 0, max: 1e12, noNaN: true }).map((milliseconds) => milliseconds + 0),
  text: anyText,
})

describe('an envelope', () => {
  test('comes back as it was', () => {
    fc.assert(fc.property(anyEnvelope, (envelope) => {
      expect(decodeEnvelope(encodeEnvelope(envelope))).toEqual(envelope)
    }))
  })

  test('that was cut off, or has something more, is none', () => {
    fc.assert(fc.property(anyEnvelope, fc.nat(), (envelope, where) => {
      const text = encodeEnvelope(envelope)
      expect(decodeEnvelope(text.slice(0, where % text.length))).toBeUndefined()
      expect(decodeEnvelope(`${text}x`)).toBeUndefined()
    }))
  })

  test('of another version is none', () => {
    const text = encodeEnvelope({ stamp: '1.a 5-0 t', tags: [], lifetimeMs: 5, text: '{}' })
    expect(decodeEnvelope(text.replace(/^1 /, '2 '))).toBeUndefined()
    expect(decodeEnvelope(text.replace(/^1 /, '11 '))).toBeUndefined()
  })

  test('with a header of other parts is none', () => {
    for (const header of ['{}', 'null', '[]', '["s",5,[]]', '["s",5,[],2,1]', '[1,5,[],2]', '["s","5",[],2]', '["s",5,"a",2]', '["s",5,[1],2]', '["s",5,[],"2"]', '["s",5,[],2']) {
      expect(decodeEnvelope(`1 ${header}\n{}`)).toBeUndefined()
    }
    expect(decodeEnvelope('1 ["s",5,[],2]\n{}')).toBeDefined()
  })

  test('is never found in garbage, and garbage never throws', () => {
    fc.assert(fc.property(fc.oneof(anyText, anyText.map((text) => `1 ${text}`), anyText.map((text) => `1 [${text}]\n`)), (text) => {
      expect(decodeEnvelope(text)).toBeUndefined()
    }))
  })
})
