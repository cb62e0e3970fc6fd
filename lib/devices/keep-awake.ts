/** Keeps the screen on until the returned function is called; where the browser cannot or may not, nothing happens. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined
  let isOver = false
  const request = async () => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    try {
      const given = await navigator.wakeLock.request('screen')
      if (isOver) await given.release()
      else lock = given
    } catch {
      // A battery that runs low forbids it; motion is read as long as the person keeps the screen on.
    }
  }
  const ask = () => void request()
  ask()
  // A browser takes the lock back when the page goes out of sight.
  document.addEventListener('visibilitychange', ask)
  return () => {
    isOver = true
    document.removeEventListener('visibilitychange', ask)
    void lock?.release()
  }
}
