import { setBackend } from '@tensorflow/tfjs-core'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import '@tensorflow/tfjs-backend-cpu'
import '@tensorflow/tfjs-backend-webgl'
import '@tensorflow/tfjs-backend-webgpu'

import type { ModelId } from '@/lib/contracts/model-manifest'
import { AppError } from '@/lib/core/app-error'

import { backendNames } from './inference'
import type { BackendMeasurement, BackendName, BackendReport, ModelTiming } from './inference'
import { modelIds } from './model-folders'
import type { Models } from './models'
import { pickBackend } from './pick-backend'
import { probeAdapter } from './probe-adapter'
import type { AdapterProbe } from './probe-adapter'
import { probeInputs } from './probe-inputs'
import { benchLimits, startUpLimits, timeRuns } from './time-runs'
import type { Timing, TimingLimits } from './time-runs'
import { registerWasmKernels } from './wasm-kernels'

/** The model that backends are measured with: the only one that runs many times a second. */
const measuredModelId: ModelId = 'face-emotion'

/** The backends of this machine, one of which is set for all models. */
export type Backends = {
  /** Measures every backend once and sets the one that pickBackend names. */
  start(): Promise<BackendReport>
  /** Sets a backend by hand; where it fails, the former one stays. */
  choose(backendName: BackendName): Promise<BackendReport>
  /** Times every model of this app on one backend, software adapters included, and goes back to the former one. */
  timeModels(backendName: BackendName): Promise<readonly ModelTiming[]>
}

async function timeModel(models: Models, modelId: ModelId, limits: TimingLimits): Promise<Timing> {
  const manifest = await models.manifest(modelId)
  const inputs = probeInputs(manifest)
  const outputName = manifest.outputs[0]?.name ?? ''
  return timeRuns(
    () => models.run(modelId, inputs, outputName),
    limits,
    () => performance.now(),
  )
}

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Makes the switchboard of backends. wasmPath is where TF.js' WebAssembly files are served from, with a slash at its end. */
export function createBackends(models: Models, wasmPath: string): Backends {
  setWasmPaths(wasmPath)
  registerWasmKernels()
  let report: BackendReport | undefined

  /** Sets a backend; false where it cannot be (TF.js resolves false then, and would go on naming the failed one). */
  async function activate(backendName: BackendName): Promise<boolean> {
    await models.disposeGraphs()
    return setBackend(backendName)
  }

  /** Measures one backend; isTimed false only looks whether it is there. */
  async function measure(backendName: BackendName, probe: AdapterProbe, isTimed: boolean): Promise<BackendMeasurement> {
    const { isPresent, isSoftware, note } = probe
    const about = { backendName, isSoftware, ...(note === undefined ? {} : { note }) }
    if (!isPresent || !isTimed) return { ...about, isUsable: isPresent }
    try {
      if (!(await activate(backendName))) return { ...about, isUsable: false, note: 'It is there, but did not start.' }
      return { ...about, isUsable: true, ...(await timeModel(models, measuredModelId, startUpLimits)) }
    } catch (error) {
      // A model that cannot be had is no fault of the backend, which then stays usable, only unmeasured.
      return { ...about, isUsable: error instanceof AppError, note: describe(error) }
    }
  }

  async function start(): Promise<BackendReport> {
    if (report !== undefined) return report
    const measurements: BackendMeasurement[] = []
    for (const backendName of backendNames) {
      const probe = await probeAdapter(backendName)
      // Plain JavaScript is many times slower than WebAssembly everywhere: timing it would only keep the listener waiting.
      const isOutdone = backendName === 'cpu' && measurements.some((other) => other.backendName === 'wasm' && other.medianMs !== undefined)
      const measurement = await measure(backendName, probe, !probe.isSoftware && !isOutdone)
      measurements.push(isOutdone ? { ...measurement, note: 'Kept in reserve; not timed while WebAssembly works.' } : measurement)
    }
    const chosen = pickBackend(measurements)
    if (chosen === undefined || !(await activate(chosen))) {
      throw new AppError(
        'INFERENCE_FAILED',
        'No way to run the models was found in this browser; expected WebGPU, WebGL, WebAssembly or plain JavaScript.',
      )
    }
    report = { chosen, isByHand: false, measurements }
    return report
  }

  async function choose(backendName: BackendName): Promise<BackendReport> {
    const former = await start()
    const measurement = await measure(backendName, await probeAdapter(backendName), true)
    if (!measurement.isUsable) {
      await activate(former.chosen)
      throw new AppError('INFERENCE_FAILED', `${backendName} cannot be used here; ${former.chosen} stays. ${measurement.note ?? ''}`.trim())
    }
    const measurements = former.measurements.map((known) => (known.backendName === backendName ? measurement : known))
    report = { chosen: backendName, isByHand: true, measurements }
    return report
  }

  async function timeModels(backendName: BackendName): Promise<readonly ModelTiming[]> {
    const { chosen } = await start()
    const { isPresent, isSoftware } = await probeAdapter(backendName)
    try {
      const isSet = isPresent && (await activate(backendName))
      const timings: ModelTiming[] = []
      for (const modelId of modelIds) {
        const timing = isSet ? await timeModel(models, modelId, benchLimits) : { note: 'Not in this browser.' }
        timings.push({ modelId, backendName, isSoftware, ...timing })
      }
      return timings
    } finally {
      await activate(chosen)
    }
  }

  return { start, choose, timeModels }
}
