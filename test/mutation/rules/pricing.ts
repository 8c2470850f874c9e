import type { Chapter } from '../mutation.ts'

const steps = 'integration/pricing/faults.test.ts'
const uploads = 'integration/pricing/upload-faults.test.ts'
const calculations = 'integration/pricing/calculation-faults.test.ts'

export const pricing: Chapter = {
  title: 'Prices of models, and what fails on the way to them',
  mutations: [
    {
      rule: 'A completion that was lost on the way is made again',
      file: 'pricing/uploaded-models.ts',
      find: 'retry < MAX_RETRIES ?',
      replace: 'retry < 0 ?',
      test: steps,
      killedBy: '500, once: is made again, and comes to one model and one quote',
    },
    {
      rule: 'An address that is refused is replaced by a new one',
      file: 'pricing/uploaded-models.ts',
      find: '!(isAddressRefused(error) || isIncomplete(error))',
      replace: '!isIncomplete(error)',
      test: uploads,
      killedBy: 'to an address that has expired asks for another one',
    },
    {
      rule: 'A file that is not whole at the API is uploaded again',
      file: 'pricing/uploaded-models.ts',
      find: '!(isAddressRefused(error) || isIncomplete(error))',
      replace: '!isAddressRefused(error)',
      test: uploads,
      killedBy: 'whose bytes are lost at the MES is made again: it is not complete',
    },
    {
      rule: 'An upload that is broken off begins anew at the first byte',
      file: 'pricing/upload.ts',
      find: 'content: body.open,',
      replace: 'content: body.open(),',
      test: uploads,
      killedBy: 'that is cut off half-way three times is made again from the first byte, where that is allowed',
    },
    {
      rule: 'Streams that were dropped in the middle end with their model',
      file: 'model/open-source.ts',
      find: '      for (const stream of streams) void running.track(stream.return())\n',
      replace: '',
      test: 'unit/model/open-model.test.ts',
      killedBy: 'a model that is closed leaves no file open, though a stream of it was dropped in the middle',
    },
    {
      rule: 'Bytes that can be read no longer are replaced by those of another caller',
      file: 'model/held-models.ts',
      find: 'if (!isModelError(error)) throw error',
      replace: 'if (!isModelError(error) || tried.size > 0) throw error',
      test: uploads,
      killedBy: 'goes on with the same bytes of another caller where the file of the first one is changed',
    },
    {
      rule: 'What an answer repeats of a secret address is not told',
      file: 'transport/failure.ts',
      find: 'new ApiError(status, hideAddress(problem, url), failure, retryAfterMs)',
      replace: 'new ApiError(status, problem, failure, retryAfterMs)',
      test: uploads,
      killedBy: 'is told in no error, hook or log, whatever its storage answers',
    },
    {
      rule: 'A model that proved unknown is forgotten, by everyone at once',
      file: 'pricing/uploaded-models.ts',
      find: 'if (modelId !== undefined) await',
      replace: 'if (modelId === undefined) return; else if (modelId.length === 0) await',
      test: calculations,
      killedBy: 'no longer has, having been set up anew, is uploaded again, once for all prices that are asked for',
    },
    {
      rule: 'What was refused under a key is asked for under another one',
      file: 'pricing/calculation.ts',
      find: 'if (error instanceof OutdatedCalculation || isRefusal(error)) await',
      replace: 'if (error instanceof OutdatedCalculation) await',
      test: calculations,
      killedBy: 'that the API forgets while it is calculated is created anew, under another idempotency key',
    },
    {
      rule: 'A price is calculated while its price list is held',
      file: 'pricing/calculation.ts',
      find: 'if (origin.moveFence(tags) || !this.#parts.cache.coherence.isOpen(tags)) return',
      replace: 'if (origin.moveFence(tags)) return',
      test: calculations,
      killedBy: 'keeps nobody from a price, which is not kept',
    },
    {
      rule: 'Who names a model by its digest does not fail those who have its bytes',
      file: 'pricing/uploaded-models.ts',
      find: '    if (brought !== undefined) return this.get(brought, need)\n',
      replace: '',
      test: calculations,
      killedBy: 'uploads the bytes, whoever was first',
    },
    {
      rule: 'Whoever goes on with a calculation asks for the quote of the one before',
      file: 'pricing/calculation.ts',
      find: '[owner, fingerprint, modelId, generation].join',
      replace: '[owner, fingerprint, modelId, generation, Math.random()].join',
      test: 'integration/pricing/aborts.test.ts',
      killedBy: 'rejects with the reason of its signal, ends what it sent, and the next one goes on with what the API has',
    },
  ],
}
