/** Imported before a program, tells on stderr when it ends how much memory it had at the most, KiB. */
process.on('exit', () => process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`));
