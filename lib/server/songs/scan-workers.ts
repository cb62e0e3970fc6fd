import 'server-only'

import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

import { scanKernel } from './scan-kernel'

/** More workers than this gain nothing: the scan is bound by how fast memory gives the vectors. */
export const maxWorkerCount = 4

/** A worker holds the kernel and a view of the shared memory, nothing else; without limits its heap would take tens of megabytes. */
const resourceLimits = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 }

/** All that a worker does. A text and not a file, because the bundler and Node would each look for the file somewhere else. */
const workerSource = `
  const { parentPort, workerData } = require('node:worker_threads')
  const { exports } = new WebAssembly.Instance(workerData.kernel, { env: { memory: workerData.memory } })
  parentPort.on('message', ({ callId, name, args }) => parentPort.postMessage({ callId, result: exports[name](...args) }))
`

/** The functions of scan-kernel.as. */
type KernelFunction = 'scanOne' | 'scanTwo' | 'scanTop'

/** Threads that run the kernel over one shared memory. */
export type ScanWorkers = {
  readonly count: number
  /** Runs a function of the kernel on one of the threads. */
  run(workerIndex: number, name: KernelFunction, args: readonly number[]): Promise<number>
  close(): Promise<void>
}

/** Starts a thread for each core, four at most; they do not keep the process alive. */
export function startScanWorkers(memory: WebAssembly.Memory): ScanWorkers {
  const kernel = new WebAssembly.Module(Buffer.from(scanKernel, 'base64'))
  const waiting = new Map<number, { readonly resolve: (result: number) => void; readonly reject: (error: unknown) => void }>()
  let callCount = 0
  let failure: unknown
  const workers = Array.from({ length: Math.min(maxWorkerCount, availableParallelism()) }, () => {
    const worker = new Worker(workerSource, { eval: true, workerData: { kernel, memory }, resourceLimits })
    worker.unref()
    worker.on('message', ({ callId, result }: { callId: number; result: number }) => {
      waiting.get(callId)?.resolve(result)
      waiting.delete(callId)
    })
    worker.on('error', (error) => {
      failure = error
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    })
    return worker
  })
  return {
    count: workers.length,
    run: (workerIndex, name, args) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) {
          reject(failure)
          return
        }
        const callId = callCount++
        waiting.set(callId, { resolve, reject })
        workers[workerIndex]?.postMessage({ callId, name, args })
      }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}
