import { gzipSync } from 'node:zlib'

import { printTable } from './print-table.mjs'

/** What the studio page may weigh before the camera or a file asks for inference, in bytes. */
const limitBytes = 200_000
const pages = ['/', '/library', '/models']

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`

async function zippedBytes(address) {
  const reply = await fetch(address)
  if (!reply.ok) throw new Error(`${address} was answered ${reply.status}`)
  return gzipSync(Buffer.from(await reply.arrayBuffer())).length
}

/** Adds up what the page's HTML names; scripts for old browsers (nomodule) are left out, as a browser leaves them. */
async function measurePage(server, page) {
  const html = await (await fetch(`${server.url}${page}`)).text()
  const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/\bnomodule\b/i.test(tag))
  const styles = [...html.matchAll(/<link\b[^>]*rel="stylesheet"[^>]*>/g)].map(([tag]) => tag)
  const addresses = (tags, attribute) => [...new Set(tags.flatMap((tag) => tag.match(new RegExp(`\\b${attribute}="([^"]+)"`))?.[1] ?? []))]
  const sum = async (found) => {
    const sizes = await Promise.all(found.map((address) => zippedBytes(new URL(address, server.url).href)))
    return sizes.reduce((total, size) => total + size, 0)
  }
  const scriptAddresses = addresses(scripts, 'src')
  return {
    page,
    fileCount: scriptAddresses.length,
    scriptBytes: await sum(scriptAddresses),
    styleBytes: await sum(addresses(styles, 'href')),
  }
}

/** Prints the gzipped JavaScript and CSS that each page loads first, read from the HTML of a running production server. */
export async function benchFirstLoad(server) {
  const rows = []
  for (const page of pages) {
    const { fileCount, scriptBytes, styleBytes } = await measurePage(server, page)
    const verdict = page !== '/' ? '' : scriptBytes <= limitBytes ? `within ${kilobytes(limitBytes)}` : `over ${kilobytes(limitBytes)}`
    rows.push([page, fileCount, kilobytes(scriptBytes), kilobytes(styleBytes), verdict])
  }
  printTable('First load, gzipped', [['page', 'script files', 'JavaScript', 'CSS', ''], ...rows])
}
