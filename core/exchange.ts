import { composeEnrolment, composePli, forgetPli } from './sync/making/compose-pli.command.ts'
import { acceptRequest, workingKeyOf } from './sync/enrolment/enrol-accept.command.ts'
import { finishEnrolment, readAnswer } from './sync/enrolment/enrol-finish.command.ts'
import { readRequest, writeRequest } from './sync/enrolment/enrol.command.ts'
import { repairFork } from './sync/forks/fork-repair.command.ts'
import { addressees, previewPli } from './sync/making/preview-pli.query.ts'
import { recordUnopened, showPli, takePlis } from './sync/taking/take-pli.command.ts'
import { takenHashes, waitingAnswers, waitingPli } from './sync/taking/waiting.query.ts'

/**
 * What the machine's own doors stand on: operations whose bytes are sealed or opened around them. No screen and no script calls
 * them; the doors `pli.*` and `enrol.*` of the shells do, before and after age.
 */
export const exchange = {
  addressees, previewPli, composePli, composeEnrolment, forgetPli, takePlis, showPli, recordUnopened, waitingAnswers, waitingPli,
  takenHashes, writeRequest, readRequest, acceptRequest, workingKeyOf, readAnswer, finishEnrolment, repairFork,
}
