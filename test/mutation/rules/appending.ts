import type { Chapter } from '../mutation.ts'

const file = 'coherence/append/appender.ts'
const test = 'unit/coherence/appender.test.ts'

export const appending: Chapter = {
  title: 'How invalidations get into the log',
  mutations: [
    {
      rule: 'A tag is closed from the call of `invalidate` on',
      file,
      find: 'this.#closed.add(batch.add(tags, ends))',
      replace: 'batch.add(tags, ends)',
      test,
      killedBy: 'are closed from the call until that very record is applied',
    },
    {
      rule: 'An invalidation makes every memo void at the call',
      file,
      find: `    this.#ports.moved()
    this.flush()
    return batch.outcome
`,
      replace: `    this.flush()
    return batch.outcome
`,
      test,
      killedBy: 'make every memo of a verdict void at the call',
    },
    {
      rule: 'A tag stays closed until the process has applied that very record',
      file: 'coherence/append/append-queue.ts',
      find: 'if (entry === undefined || !hasApplied(entry.record, entry.acknowledgedAt)) continue',
      replace: 'if (entry === undefined) continue',
      test,
      killedBy: 'are closed from the call until that very record is applied',
    },
    {
      rule: 'A tag stays closed while one of several records that name it is not applied',
      file: 'coherence/follow/tag-table.ts',
      find: 'this.#counts.set(tag, (this.#counts.get(tag) ?? 0) + 1)',
      replace: 'this.#counts.set(tag, 1)',
      test,
      killedBy: 'stay closed while one of several records that name them is not applied',
    },
    {
      rule: 'An append that comes while another is under way is no part of it',
      file,
      find: `    const batch = this.#batches.shift()
    if (batch === undefined) return true
    const tags = [...batch.tags]
    const record = await this.#attempt(tags.length, () => this.#ports.append(tags, [...batch.ends]))
    if (record === undefined) {
      this.#batches.unshift(batch)
      return false
    }
`,
      replace: `    const [batch] = this.#batches
    if (batch === undefined) return true
    const tags = [...batch.tags]
    const record = await this.#attempt(tags.length, () => this.#ports.append(tags, [...batch.ends]))
    if (record === undefined) return false
    this.#batches.shift()
`,
      test,
      killedBy: 'of a tag that is under way is another record, since the one under way may be in the log already',
    },
    {
      rule: 'Appends that come while one is under way are merged',
      file,
      find: `    if (last?.takes(tags, ends)) return last
`,
      replace: '',
      test,
      killedBy: 'is merged with the others that come while one is under way',
    },
    {
      rule: 'A record has at most 1,000 tags, however they are merged',
      file: 'coherence/append/append-queue.ts',
      find: 'this.size === 0 || this.size + fresh.length + ends.length <= MAX_NAMES_PER_RECORD',
      replace: 'this.size >= 0 || fresh.length > 0',
      test,
      killedBy: 'never puts more than the bound into one record, however they come, and loses no tag',
    },
    {
      rule: 'An append of more tags than a record has is several records',
      file,
      find: `    if (fitting(tags, MAX_NAMES_PER_RECORD - ends.length).length < tags.length) return this.#appendInParts(tags, ends)
`,
      replace: '',
      test,
      killedBy: 'never puts more than the bound into one record, however they come, and loses no tag',
    },
    {
      rule: 'A record has at most 100,000 characters of tags, in an append',
      file: 'coherence/log/record.ts',
      find: ' || (taken.length > 0 && chars > MAX_TAG_CHARS)',
      replace: ' || chars < 0',
      test,
      killedBy: 'never puts more than the bound into one record, however they come, and loses no tag',
    },
    {
      rule: 'A record has at most 100,000 characters of tags, however they are merged',
      file: 'coherence/append/append-queue.ts',
      find: '    if (this.size > 0 && this.#chars + charsOf(fresh) > MAX_TAG_CHARS) return false\n',
      replace: '',
      test,
      killedBy: 'never puts more than the bound into one record, however they come, and loses no tag',
    },
    {
      rule: 'Queued ends wait for the last of the queued tags',
      file: 'coherence/append/append-queue.ts',
      find: 'tags.length < this.#tags.size ? [] : ',
      replace: '',
      test,
      killedBy: 'no hold ends before every tag that waits is named, where their length bounds the records',
    },
    {
      rule: 'The position of an append in parts is that of its last record',
      file,
      find: 'return records.includes(undefined) ? undefined : records.at(-1)',
      replace: 'return records.find((record) => record !== undefined)',
      test,
      killedBy: 'never puts more than the bound into one record, however they come, and loses no tag',
    },
    {
      rule: 'What cannot be appended is queued and never rejects',
      file,
      find: '    if (!sent) this.#queueAll()\n',
      replace: '',
      test,
      killedBy: 'an append is answered with nothing, never rejects, and its tags stay closed',
    },
    {
      rule: 'A batch whose append failed is not forgotten',
      file,
      find: '      this.#batches.unshift(batch)\n',
      replace: '',
      test,
      killedBy: 'an append is answered with nothing, never rejects, and its tags stay closed',
    },
    {
      rule: 'A tag that was queued twice opens with the one record that is appended for both',
      file,
      find: 'this.#closed.remove(this.#queue.add(batch.tags, batch.ends))',
      replace: 'this.#queue.add(batch.tags, batch.ends)',
      test,
      killedBy: 'a tag that was queued twice opens with the one record that is appended for both',
    },
    {
      rule: 'The queue is appended before anything else',
      file,
      find: 'return this.#queue.isEmpty ? this.#sendBatch() : this.#sendQueue()',
      replace: 'return this.#batches.length > 0 ? this.#sendBatch() : this.#sendQueue()',
      test,
      killedBy: 'the queue is appended first when the log is back, in records of bounded size',
    },
    {
      rule: 'The queue is bounded: its overflow is one clear',
      file,
      find: `      if (this.#queue.overflows) this.#overflow()
`,
      replace: '',
      test,
      killedBy: 'a queue that overflows becomes one clear, and nothing is open until it is applied',
    },
    {
      rule: 'The clear of an overflow is owed',
      file,
      find: `    this.#closed.remove(this.#queue.takeTags())
    this.#owesClear = true
`,
      replace: `    this.#closed.remove(this.#queue.takeTags())
`,
      test,
      killedBy: 'a queue that overflows becomes one clear, and nothing is open until it is applied',
    },
    {
      rule: 'An overflow makes every memo void',
      file,
      find: `    this.#owesClear = true
    this.#ports.moved()
  }
}`,
      replace: `    this.#owesClear = true
  }
}`,
      test,
      killedBy: 'an overflow makes every memo of a verdict void, since nothing is open any longer',
    },
    {
      rule: 'Nothing is open while a clear is owed',
      file,
      find: '!this.#owesClear && this.#clearing === 0 && ',
      replace: 'this.#clearing === 0 && ',
      test,
      killedBy: 'a queue that overflows becomes one clear, and nothing is open until it is applied',
    },
    {
      rule: 'Nothing is open until a clear is applied',
      file,
      find: '!this.#owesClear && this.#clearing === 0 && ',
      replace: '!this.#owesClear && ',
      test,
      killedBy: 'closes every tag from the call until it is applied',
    },
    {
      rule: 'A clear makes every memo void at the call',
      file,
      find: '    this.#owesClear = true\n    this.#ports.moved()\n    this.flush()\n',
      replace: '    this.#owesClear = true\n    this.flush()\n',
      test,
      killedBy: 'makes every memo of a verdict void at the call',
    },
    {
      rule: 'A clear goes before what was queued after it',
      file,
      find: 'if (this.#owesClear) return this.#sendClear()',
      replace: 'if (this.#owesClear && this.#queue.isEmpty) return this.#sendClear()',
      test,
      killedBy: 'the clear of an overflow goes before what was queued after it',
    },
    {
      rule: 'A clear that is asked for while one is under way is another one',
      file,
      find: '    this.#owesClear = false\n    this.#clearing++\n    const record = await this.#attempt(1, () => this.#ports.clear())\n',
      replace:
        '    this.#clearing++\n    const record = await this.#attempt(1, () => this.#ports.clear())\n    this.#owesClear = false\n',
      test,
      killedBy: 'that is asked for while another is under way is one more clear, since that one may be in the log already',
    },
    {
      rule: 'A clear that failed is owed again',
      file,
      find: '    if (record === undefined) {\n      this.#owesClear = true\n',
      replace: '    if (record === undefined) {\n',
      test,
      killedBy: 'the clear of an overflow goes before what was queued after it',
    },
    {
      rule: 'What is under way counts as not appended',
      file,
      find: ' + this.#sentTags + ',
      replace: ' + ',
      test,
      killedBy: 'what is under way counts as not appended',
    },
    {
      rule: 'A queued tag stays closed',
      file: 'coherence/append/appender.ts',
      find: 'this.#closed.remove(this.#queue.add(batch.tags, batch.ends))',
      replace: `this.#queue.add(batch.tags, batch.ends)
      this.#closed.remove(batch.tags)`,
      test: 'unit/coherence/appender.test.ts',
      killedBy: 'an append is answered with nothing, never rejects, and its tags stay closed',
    },
  ],
}
