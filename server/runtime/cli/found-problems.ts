/** Thrown by a command that did its work, printed what it found, and found problems: the exit code is then 1. */
export class FoundProblems extends Error {}
