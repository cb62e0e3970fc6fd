import 'server-only'

/** The header that tells a browser's developer tools, and our benchmark, how many milliseconds the plan took. */
export function serverTiming(planMs: number): { readonly 'Server-Timing': string } {
  return { 'Server-Timing': `plan;dur=${planMs.toFixed(1)}` }
}
