/** The oldest Node that Next, Prisma and vitest run on; package.json says the same in `engines`. */
const oldest = [20, 19]

/** Ends the process with a clear message on a Node that is too old. Written for old Nodes: it must load there to say so. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return
  process.stderr.write(
    `Attune needs Node ${oldest.join('.')} or newer; this is ${process.versions.node}. Get one from https://nodejs.org\n`,
  )
  process.exit(1)
}
