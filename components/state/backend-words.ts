import type { BackendName } from '@/lib/inference/inference'

/** How each backend is called in the interface. */
export const backendWords: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
}
