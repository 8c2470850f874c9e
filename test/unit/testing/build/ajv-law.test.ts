import { expect, test } from 'vitest'
import { checkBuilders } from './ajv-law.ts'

test('ajv accepts whatever is built of 10,000 random overrides, by the schemas of both documents', () => {
  const { schemas, accepted, refused, violations } = checkBuilders(10_000, 17)
  expect(violations).toEqual([])
  expect(schemas.size).toBeGreaterThan(45)
  expect(accepted).toBeGreaterThan(5_000)
  expect(refused).toBeGreaterThan(500)
})
