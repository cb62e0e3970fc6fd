import type { StoredBaseline } from '@/lib/contracts/stored-baseline'
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
    recall: async (): Promise<StoredBaseline | undefined> => {
      const stored = tolerantly(() => memory().getItem(KEY))
      if (stored === undefined || stored === null) return undefined
      // Most visitors have kept none: what checks one comes with the first.
      const { storedBaselineSchema } = await import('@/lib/contracts/stored-baseline')
      return tolerantly(() => storedBaselineSchema.parse(JSON.parse(stored)))
    },
    keep: (baseline) => tolerantly(() => memory().setItem(KEY, JSON.stringify(baseline))),
    forget: () => tolerantly(() => memory().removeItem(KEY)),
  }
}
