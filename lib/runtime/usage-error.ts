/** The caller asked for something that cannot be: the command line ends with code 2 and this one sentence. */
export class UsageError extends Error {}
