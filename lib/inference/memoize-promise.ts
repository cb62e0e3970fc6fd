/** Makes an async function of a key run once a key; a rejected run is forgotten, so that the next call tries again. */
export function memoizePromise<Key, Value>(
  produce: (key: Key) => Promise<Value>,
): { get(key: Key): Promise<Value>; settled(): Promise<Value[]>; clear(): void } {
  const promises = new Map<Key, Promise<Value>>()
  return {
    get(key) {
      const known = promises.get(key)
      if (known !== undefined) return known
      const promise = produce(key)
      promises.set(key, promise)
      promise.catch(() => {
        if (promises.get(key) === promise) promises.delete(key)
      })
      return promise
    },
    /** Every value that has been or is being produced. */
    async settled() {
      const results = await Promise.allSettled(promises.values())
      return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    },
    clear() {
      promises.clear()
    },
  }
}
