/** Sizes of labels on the map, for keeping them apart: what a letter takes on average, and the air around a label. */
export const label = { letterPx: 7, airPx: 16, heightPx: 28 } as const
