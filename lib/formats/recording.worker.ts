import { answerRecordingRequest, type RunningReadings } from './answer-recording-request'
import type { RecordingRequest } from './recording-messages'

// A page's self and a worker's post messages differently, and this file is compiled with the page's types.
const post: (message: unknown, options: StructuredSerializeOptions) => void = self.postMessage.bind(self)

const running: RunningReadings = new Map()

self.addEventListener('message', (event: MessageEvent<RecordingRequest>) => {
  void answerRecordingRequest(event.data, running, (reply, transfer = []) => post(reply, { transfer }))
})
