import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

const rootDir = path.join(import.meta.dirname, '..')
const reportSchema = z.object({ diagnostics: z.array(z.object({ filename: z.string(), help: z.string().optional(), code: z.string() })) })

/** A file, what it imports, and a word of the message that says where the code belongs; undefined where the import is right. */
const imports: readonly (readonly [string, string, string | undefined])[] = [
  ['lib/core/songs/a.ts', "import { z } from 'zod'", 'lib/core is pure'],
  ['lib/core/songs/b.ts', "import { readFile } from 'node:fs'", 'lib/core is pure'],
  ['lib/core/songs/c.ts', "import { x } from '@/lib/contracts/playlist-api'", 'lib/core is pure'],
  ['lib/core/songs/d.ts', "import { x } from '../../server/db'", 'lib/core is pure'],
  ['lib/core/songs/e.ts', "import { x } from '@/lib/core/app-error'", undefined],
  ['lib/core/songs/f.ts', "import { x } from './song'", undefined],
  ['lib/core/songs/g.ts', "import { x } from '../state/labels'", undefined],
  ['lib/contracts/a.ts', "import { x } from '@/lib/server/db'", 'Contracts say what crosses a border'],
  ['lib/contracts/b.ts', "import { z } from 'zod'", undefined],
  ['lib/formats/a.ts', "import { x } from '@/lib/contracts/playlist-api'", 'A format turns bytes'],
  ['lib/formats/b.ts', "import Papa from 'papaparse'", undefined],
  ['lib/devices/a.ts', "import { x } from '../inference/inference'", 'Devices turn'],
  ['lib/inference/a.ts', "import { x } from '@/lib/stores/studio-store'", 'Inference knows contracts and core only'],
  ['lib/inference/b.ts', "import * as tf from '@tensorflow/tfjs-core'", undefined],
  ['lib/stores/a.ts', "import { x } from '@/lib/inference/inference'", 'types only'],
  ['lib/stores/b.ts', "import type { X } from '@/lib/inference/inference'", undefined],
  ['lib/stores/c.ts', "import { useState } from 'react'", 'plain TypeScript'],
  ['lib/server/a.ts', "import { x } from '@/lib/inference/inference'", 'The server knows contracts and core only'],
  ['lib/server/b.ts', "import { x } from '@/lib/core/app-error'", undefined],
  ['components/state/a.tsx', "import { x } from '@/lib/server/db'", 'through app/api only'],
  ['components/state/b.tsx', "import { x } from '@/lib/inference/inference'", 'only the one provider'],
  ['components/state/c.tsx', "import { x } from '@/lib/stores/studio-store'", undefined],
  ['components/studio/studio-provider.tsx', "import { x } from '@/lib/inference/inference'", undefined],
  ['components/ui/a.tsx', "import { x } from '@/lib/core/songs/song'", 'knows nothing of Attune'],
  ['components/ui/b.tsx', "import { x } from '@/components/state/a'", 'knows nothing of Attune'],
  ['components/ui/c.tsx', "import { x } from './icons'", undefined],
  ['app/page.tsx', "import { x } from '@/lib/server/db'", 'Pages compose components'],
  ['app/api/a/route.ts', "import { x } from '@/components/ui/icons'", 'A route answers from'],
  ['app/api/b/route.ts', "import { x } from '@/lib/server/db'", undefined],
]

describe('the zones of imports', () => {
  let folder = ''
  let messages = new Map<string, string>()

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'attune-zones-'))
    cpSync(path.join(rootDir, '.oxlintrc.json'), path.join(folder, '.oxlintrc.json'))
    for (const [file, line] of imports) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
      writeFileSync(path.join(folder, file), `${line}\n`)
    }
    const oxlint = path.join(rootDir, 'node_modules/oxlint/bin/oxlint')
    // The exit code is not 0, since there are findings: that is what is wanted.
    const report = await new Promise<string>((resolve) => {
      execFile(process.execPath, [oxlint, '--format', 'json'], { cwd: folder }, (_, stdout) => resolve(stdout))
    })
    const findings = reportSchema.parse(JSON.parse(report)).diagnostics.filter(({ code }) => code.includes('no-restricted-imports'))
    messages = new Map(findings.map(({ filename, help }) => [filename, help ?? '']))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(imports)('%s with %s: %s', (file, _, message) => {
    expect(messages.get(file) ?? 'allowed').toContain(message ?? 'allowed')
  })
})
