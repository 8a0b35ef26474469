/** Runs the command in this process and says on standard error how much memory it took at most. */
process.on('exit', () => process.stderr.write(`peak ${process.resourceUsage().maxRSS} KiB\n`));
await import('../dist/cli/main.js');
