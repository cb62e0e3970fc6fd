const waiting = new Set<() => void>()
let isScheduled = false

function schedule(): void {
  if (isScheduled || waiting.size === 0) return
  isScheduled = true
  setTimeout(() => {
    isScheduled = false
    const [task] = waiting
    if (task === undefined) return
    waiting.delete(task)
    try {
      task()
    } finally {
      schedule()
    }
  })
}

/** Does something soon, one after another with everything else that waits here, so that the page answers in between; the function it returns takes it back. */
export function inTurn(task: () => void): () => void {
  waiting.add(task)
  schedule()
  return () => {
    waiting.delete(task)
  }
}
