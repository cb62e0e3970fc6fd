import { listCards, readCard } from '../../read-manifests'

/** The cards are read when the site is built; no other address leads to a file. */
export const dynamicParams = false

/** One address a card. */
export async function generateStaticParams() {
  return (await listCards()).map((card) => ({ card }))
}

/** A model card as it was written. */
export async function GET(_request: Request, { params }: { readonly params: Promise<{ readonly card: string }> }) {
  const { card } = await params
  return new Response(await readCard(card), { headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
