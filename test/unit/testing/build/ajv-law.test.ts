import { expect, test } from 'vitest'
import { checkBuilders } from './ajv-law.ts'

test('ajv accepts whatever is built of random overrides, by the schemas of both documents', () => {
  const { schemas, accepted, refused, violations } = checkBuilders(2_000, 17)
  expect(violations).toEqual([])
  expect(schemas.size).toBeGreaterThan(45)
  expect(accepted).toBeGreaterThan(1_000)
  expect(refused).toBeGreaterThan(150)
})
