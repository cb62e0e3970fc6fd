// npm test: every check and test, from a fresh clone on. Everything but checkNode is imported late, so that an old Node can say that it is.
import { checkNode } from './check-node.mjs'

checkNode()

const { testAttune } = await import('./test-attune.mjs')
process.exitCode = await testAttune(process.argv.slice(2))
