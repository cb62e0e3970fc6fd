/** What WebGL 2 runs on, as the browser names it; undefined where it is switched off. Works in workers. */
export function openWebgl(): { readonly renderer: string } | undefined {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2')
  if (context === null) return undefined
  const extension = context.getExtension('WEBGL_debug_renderer_info')
  const renderer = String(context.getParameter(extension === null ? context.RENDERER : extension.UNMASKED_RENDERER_WEBGL))
  // Browsers allow a page few contexts at a time.
  context.getExtension('WEBGL_lose_context')?.loseContext()
  return { renderer }
}
