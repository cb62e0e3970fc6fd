import type { Estimate } from '@/lib/core/state/user-state'

/** How often each label was the highest, 0..1, most frequent first; labels that never were are left out. */
export function labelShares(estimates: readonly Estimate[], labels: readonly string[]): readonly { label: string; share: number }[] {
  const counts = labels.map((label, index) => ({
    label,
    share: estimates.filter(({ scores }) => scores.indexOf(Math.max(...scores)) === index).length / Math.max(1, estimates.length),
  }))
  return counts.filter(({ share }) => share > 0).toSorted((one, other) => other.share - one.share)
}
