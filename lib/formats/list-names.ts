/** Names in words: 'ACC.csv, BVP.csv and 3 more'. */
export function listNames(names: readonly string[], shownCount = 6): string {
  const shown = names.slice(0, shownCount).join(', ')
  return names.length > shownCount ? `${shown} and ${names.length - shownCount} more` : shown
}
