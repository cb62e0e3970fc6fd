import { readRecordingsInWorker } from './read-recordings-in-worker'
import { serveCalls } from './worker-calls'

serveCalls(readRecordingsInWorker)
