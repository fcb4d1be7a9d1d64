// Loaded before a program that `npm start` starts (node --import): when the parent is gone, even by kill -9, the pipe
// it holds to our standard input closes, and we end.
// A process started by such a program inherits this, and may have a file for input: that is nobody's pipe.
if (typeof process.stdin.unref === 'function') {
  process.stdin.on('end', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 8_000).unref()
  })
  process.stdin.resume()
  process.stdin.unref()
}
