import { describe, expect, it } from 'vitest'

import type { BackendMeasurement, BackendName } from './inference'
import { pickBackend } from './pick-backend'

const timed = (backendName: BackendName, medianMs: number, isSoftware = false): BackendMeasurement => ({
  backendName,
  medianMs,
  isSoftware,
  isUsable: true,
})
const untimed = (backendName: BackendName, isUsable: boolean, isSoftware = false): BackendMeasurement => ({
  backendName,
  isSoftware,
  isUsable,
})

describe('pickBackend', () => {
  it('prefers a real WebGPU adapter to a backend that is only a little faster', () => {
    expect(pickBackend([timed('webgpu', 4), timed('webgl', 3), timed('wasm', 2.8), timed('cpu', 60)])).toBe('webgpu')
  })

  it('passes WebGPU over where another backend is clearly faster', () => {
    expect(pickBackend([timed('webgpu', 9), timed('webgl', 5), timed('wasm', 3), timed('cpu', 60)])).toBe('wasm')
  })

  it('takes the fastest where there is no WebGPU', () => {
    expect(pickBackend([untimed('webgpu', false), timed('webgl', 2), timed('wasm', 3), timed('cpu', 60)])).toBe('webgl')
  })

  it('never takes a software adapter, however fast', () => {
    expect(pickBackend([timed('webgpu', 1, true), timed('webgl', 1, true), timed('wasm', 3), timed('cpu', 60)])).toBe('wasm')
  })

  it('falls back to WebAssembly where nothing could be timed, and to plain JavaScript where that is missing too', () => {
    expect(pickBackend([untimed('webgpu', true, true), untimed('webgl', true, true), untimed('wasm', true), untimed('cpu', true)])).toBe(
      'wasm',
    )
    expect(pickBackend([untimed('webgpu', false), untimed('webgl', false), untimed('wasm', false), untimed('cpu', true)])).toBe('cpu')
  })

  it('takes none where none can be used', () => {
    expect(pickBackend([untimed('webgpu', false), untimed('cpu', false)])).toBeUndefined()
  })
})
