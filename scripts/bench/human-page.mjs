/** A page on which @vladmandic/human (under /human/) reads a webcam: its detector and its expression net, nothing else, every frame. */
export const humanPage = `<!doctype html><title>human</title><video id="webcam" autoplay muted playsinline></video><script type="module">
import { Human } from '/human/dist/human.esm.js'
const every = { skipFrames: 0, skipTime: 0 }
const off = { enabled: false }
const start = async (wasmPath) => {
  const human = new Human({
    backend: 'wasm', wasmPath, modelBasePath: '/human/models/', cacheSensitivity: 0,
    filter: off, body: off, hand: off, gesture: off, object: off, segmentation: off,
    face: {
      enabled: true, detector: { rotation: false, maxDetected: 1, ...every }, emotion: { enabled: true, ...every },
      mesh: off, iris: off, description: off, attention: off, antispoof: off, liveness: off,
    },
  })
  await human.load()
  return human
}
const timeNet = async (human, runCount) => {
  const model = await human.tf.loadGraphModel('/human/models/emotion.json')
  const side = model.inputs[0].shape[1]
  const levels = new Float32Array(side * side).fill(0.5)
  const run = async () => {
    const scores = human.tf.tidy(() => model.execute(human.tf.tensor(levels, [1, side, side, 1])))
    await scores.data()
    scores.dispose()
  }
  await run()
  const durationsMs = []
  for (let count = 0; count < runCount; count++) {
    const startMs = performance.now()
    await run()
    durationsMs.push(performance.now() - startMs)
  }
  return durationsMs
}
window.attuneBench = {
  async timeHuman(wasmPath, runCount) {
    return timeNet(await start(wasmPath), runCount)
  },
  async measureHuman(wasmPath, durationMs, runCount) {
    const human = await start(wasmPath)
    const video = document.getElementById('webcam')
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } })
    await video.play()
    for (let count = 0; count < 10; count++) await human.detect(video)
    const workMs = []
    const startMs = performance.now()
    while (performance.now() - startMs < durationMs) {
      const frameMs = performance.now()
      await human.detect(video)
      workMs.push(performance.now() - frameMs)
      await new Promise((resolve) => setTimeout(resolve))
    }
    const framesPerSec = (workMs.length * 1000) / (performance.now() - startMs)
    for (const track of video.srcObject.getTracks()) track.stop()
    return { framesPerSec, workMs, netMs: await timeNet(human, runCount) }
  },
}
</script>`
