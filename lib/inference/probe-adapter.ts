import type { BackendName } from './inference'
import { openWebgl } from './open-webgl'

/** What stands behind a backend on this machine, found without starting TF.js on it. */
export type AdapterProbe = { readonly isPresent: boolean; readonly isSoftware: boolean; readonly note?: string }

/** Names under which graphics drivers that run on the processor present themselves. */
const softwareRenderers = /swiftshader|llvmpipe|softpipe|software|basic render|warp/i

function probeWebgl(): AdapterProbe {
  const webgl = openWebgl()
  if (webgl === undefined) return { isPresent: false, isSoftware: false, note: 'This browser has WebGL switched off.' }
  const isSoftware = softwareRenderers.test(webgl.renderer)
  return { isPresent: true, isSoftware, note: isSoftware ? `Runs on the processor (${webgl.renderer}).` : webgl.renderer }
}

async function probeWebgpu(): Promise<AdapterProbe> {
  if (navigator.gpu === undefined) return { isPresent: false, isSoftware: false, note: 'This browser has no WebGPU.' }
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (adapter === null) return { isPresent: false, isSoftware: false, note: 'This browser has WebGPU, but no adapter for it.' }
  const { isFallbackAdapter, vendor, architecture, description } = adapter.info
  const name = [description, vendor, architecture].find((part) => part !== '') ?? 'unnamed adapter'
  const isSoftware = isFallbackAdapter || softwareRenderers.test(`${description} ${vendor} ${architecture}`)
  return { isPresent: true, isSoftware, note: isSoftware ? `Runs on the processor (${name}).` : name }
}

/** Looks for a backend's adapter; says whether it is only software. */
export async function probeAdapter(backendName: BackendName): Promise<AdapterProbe> {
  switch (backendName) {
    case 'webgl':
      return probeWebgl()
    case 'webgpu':
      return probeWebgpu()
    case 'wasm':
      return typeof WebAssembly === 'object'
        ? { isPresent: true, isSoftware: false }
        : { isPresent: false, isSoftware: false, note: 'This browser has no WebAssembly.' }
    case 'cpu':
      return { isPresent: true, isSoftware: false }
  }
}
