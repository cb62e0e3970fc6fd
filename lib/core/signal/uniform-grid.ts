/** Equally spaced times: sample k lies at startMs + k * stepMs, and its second (or step) is the stretch from there to the next. */
export type UniformGrid = { readonly startMs: number; readonly stepMs: number; readonly sampleCount: number }
