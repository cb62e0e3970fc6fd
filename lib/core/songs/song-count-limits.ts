/** How many songs a playlist may have; here, apart from the contracts, so that a page can know it without loading zod. */
export const songCountLimits = { min: 5, max: 100, usual: 25 } as const

/** How many minutes a playlist may last. */
export const minutesLimits = { min: 15, max: 360, usual: 60 } as const
