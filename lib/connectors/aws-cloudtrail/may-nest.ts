import { BYTE } from '@/lib/connectors/aws-cloudtrail/json-bytes'

/** Whether within `parent` (`{` or `[`) a value may begin behind the byte `last`. A value may stand after a colon, in a list
 *  also first or after a comma. No printer puts one at the start of the line after its key's: that is the next line of
 *  JSON lines, and the one before was cut off. */
export function mayNest(parent: number | undefined, last: number, isAtLineStart: boolean): boolean {
  if (parent === BYTE.leftBrace) return last === BYTE.colon && !isAtLineStart
  return last === BYTE.leftBracket || last === BYTE.comma
}
