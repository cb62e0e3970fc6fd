import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** One sha256 over the paths and contents of files and whole folders; `isWanted` gets each file's path from the root, with slashes. */
export function hashFiles(rootDir, places, isWanted = () => true) {
  const hash = createHash('sha256')
  for (const file of places.flatMap((place) => listFiles(rootDir, place)).sort()) {
    if (!isWanted(file)) continue
    const content = readFileSync(path.join(rootDir, file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

function listFiles(rootDir, place) {
  const full = path.join(rootDir, place)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [place]
  return readdirSync(full).flatMap((name) => listFiles(rootDir, `${place}/${name}`))
}
