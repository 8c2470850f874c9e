import { expect, test } from 'vitest'
import { addressIssues } from '../../../src/pricing/upload.ts'

test.each([
  ['https://mes.example/v1', 'http://storage.example/a?signature=s3cr3t', ['body.upload.url']],
  ['https://mes.example/v1', 'HTTP://storage.example/a', ['body.upload.url']],
  ['https://mes.example/v1', 'https://storage.example/a', []],
  ['http://127.0.0.1:4010/v1', 'http://127.0.0.1:4010/uploads/a', []],
  ['http://127.0.0.1:4010/v1', 'https://storage.example/a', []],
])('an API at %s may name %s to upload to, but for %j', (baseUrl, url, places) => {
  const issues = addressIssues({ url, method: 'PUT' }, baseUrl)
  expect(issues.map(({ path }) => path)).toEqual(places)
  expect(JSON.stringify(issues)).not.toContain('s3cr3t')
})
