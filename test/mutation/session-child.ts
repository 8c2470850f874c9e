import { serve } from '../support/child.ts'
import type { Mutation } from './mutation.ts'
import { Session } from './session.ts'

/** A process with a session, so that a mutant that never ends can be ended. */
const session = await Session.open()

serve({ run: (mutation: Mutation) => session.run(mutation) })
process.once('disconnect', () => void session[Symbol.asyncDispose]())
