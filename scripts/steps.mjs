const nameWidth = 12
const outcomeWidth = 44
const firstSignOfLifeMs = 3_000
const signOfLifeEveryMs = 15_000

/** Seconds as people read them: '0.4 s', '12 s'. */
export function formatSeconds(ms) {
  const seconds = ms / 1000
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
}

/**
 * Returns `runStep(name, doing, work)`, which runs one step of a set-up and tells how it goes: on a terminal a line that counts the
 * seconds, elsewhere a sign of life now and then; at the end one line with what `work` returned and how long it took.
 */
export function createStepRunner(stream = process.stdout) {
  return async function runStep(name, doing, work) {
    const startedAtMs = performance.now()
    const elapsed = () => formatSeconds(performance.now() - startedAtMs)
    let lastSignMs = firstSignOfLifeMs - signOfLifeEveryMs
    const showLife = () => {
      const elapsedMs = performance.now() - startedAtMs
      if (stream.isTTY) stream.write(`\r\x1b[2K  ${name.padEnd(nameWidth)}${doing} ... ${elapsed()}`)
      else if (elapsedMs - lastSignMs >= signOfLifeEveryMs) {
        lastSignMs = elapsedMs
        stream.write(`  ${name.padEnd(nameWidth)}${doing} ... ${elapsed()}\n`)
      }
    }
    if (stream.isTTY) showLife()
    const timer = setInterval(showLife, 1_000)
    const finish = (mark, outcome) => {
      clearInterval(timer)
      stream.write(`${stream.isTTY ? '\r\x1b[2K' : ''}${mark} ${name.padEnd(nameWidth)}${outcome.padEnd(outcomeWidth)} ${elapsed()}\n`)
    }
    try {
      const outcome = await work()
      finish('✓', outcome)
    } catch (error) {
      finish('✗', 'failed')
      throw error
    }
  }
}
