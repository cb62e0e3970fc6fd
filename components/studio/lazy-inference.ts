import type { Inference } from '@/lib/inference/inference'

/** An `Inference` that loads its code with the first question, so that the first page is there before TF.js is. A load that failed is tried again. */
export function lazyInference(load: () => Promise<Inference>): Inference {
  let loading: Promise<Inference> | undefined
  const loaded = (): Promise<Inference> => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
  return {
    start: async () => (await loaded()).start(),
    chooseBackend: async (backendName) => (await loaded()).chooseBackend(backendName),
    estimateFace: async (frame, timestampMs, kind, chosenPoint) => (await loaded()).estimateFace(frame, timestampMs, kind, chosenPoint),
    estimateRecording: async (modelId, recording, onProgress, baseline) =>
      (await loaded()).estimateRecording(modelId, recording, onProgress, baseline),
    takeBaseline: async (recording, stretch) => (await loaded()).takeBaseline(recording, stretch),
    assessRecording: async (recording) => (await loaded()).assessRecording(recording),
    estimateCadence: async (recording) => (await loaded()).estimateCadence(recording),
    forgetRecording: (recording) => {
      void loading?.then((inference) => inference.forgetRecording(recording))
    },
    activityWindowSpec: async () => (await loaded()).activityWindowSpec(),
    estimateActivity: async (windows, upright) => (await loaded()).estimateActivity(windows, upright),
    fuseState: async (userState) => (await loaded()).fuseState(userState),
    embedSongs: async (songs) => (await loaded()).embedSongs(songs),
    dispose: () => {
      void loading?.then((inference) => inference.dispose())
    },
  }
}
