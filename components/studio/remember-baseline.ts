import { storedBaselineSchema, type StoredBaseline } from '@/lib/contracts/stored-baseline'
import type { BaselineMemory } from '@/lib/stores/studio-deps'

const KEY = 'attune-baseline'

/** Keeps the personal baseline in the browser's storage; memory is asked for late, because a page that is rendered on the server has none. */
export function rememberBaseline(memory: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): BaselineMemory {
  /** Storage may be forbidden; the baseline then holds until the page is closed. */
  const tolerantly = <Result>(act: () => Result): Result | undefined => {
    try {
      return act()
    } catch {
      return undefined
    }
  }
  return {
    recall: (): StoredBaseline | undefined =>
      tolerantly(() => {
        const stored = memory().getItem(KEY)
        return stored === null ? undefined : storedBaselineSchema.parse(JSON.parse(stored))
      }),
    keep: (baseline) => tolerantly(() => memory().setItem(KEY, JSON.stringify(baseline))),
    forget: () => tolerantly(() => memory().removeItem(KEY)),
  }
}
