/** The size that a picture gets so that its longer side is at most maxSidePx; it keeps its shape and is never enlarged. */
export function fitWithin(
  size: { readonly widthPx: number; readonly heightPx: number },
  maxSidePx: number,
): { widthPx: number; heightPx: number } {
  const scale = Math.min(1, maxSidePx / Math.max(size.widthPx, size.heightPx))
  return { widthPx: Math.max(1, Math.round(size.widthPx * scale)), heightPx: Math.max(1, Math.round(size.heightPx * scale)) }
}
