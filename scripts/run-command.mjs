import { spawn } from 'node:child_process'

const shownLineCount = 200

/** A command that failed, with the end of what it printed: the part a person needs to see. */
export class CommandError extends Error {
  constructor(command, exitText, output) {
    const lines = output.trimEnd().split('\n')
    super(`${command} ${exitText}.\n\n${lines.slice(-shownLineCount).join('\n')}`)
    this.name = 'CommandError'
    this.output = output
  }
}

/** Runs a program without a shell and returns what it printed; throws CommandError when it fails or cannot be started. */
export function runCommand(program, args, { cwd, env = {}, timeoutMs } = {}) {
  const command = [program === process.execPath ? 'node' : program, ...args].join(' ')
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    child.on('error', (error) => reject(new CommandError(command, `could not be started (${error.message})`, output)))
    child.on('close', (exitCode, signal) => {
      if (exitCode === 0) resolve(output)
      else reject(new CommandError(command, signal === null ? `ended with exit code ${exitCode}` : `was ended by ${signal}`, output))
    })
  })
}

/** Runs a script of an installed package in this same Node, so that no shim, shell or PATH is needed on any system. */
export function runNode(script, args, options) {
  return runCommand(process.execPath, [script, ...args], options)
}
