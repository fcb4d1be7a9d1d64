/** One value cut out of a file, not parsed. `offset` counts bytes of the uncompressed file from 0. `bytes` is only valid
 *  during the call. `isDoubtful`: it may be a fragment of the broken record before it. `isGuess`: it may end elsewhere. */
export type Slice = { offset: number; bytes: Buffer; isDoubtful: boolean; isGuess: boolean }

/** A stretch that cannot be a record, and why. */
export type Break = { offset: number; reason: string }

/** Who takes what the scanner finds. `onSlice` answers whether it took the slice: all but a guess that is no JSON. */
export type ScannerSink = { onSlice: (slice: Slice) => boolean; onBreak: (broken: Break) => void }
