import { isWordByte } from '@/lib/connectors/aws-cloudtrail/json-bytes'

/** What stands between values and is none. */
export class StrayBytes {
  private start = -1
  private isStamp = false

  get areSome(): boolean {
    return this.start >= 0
  }

  /** Begins here in the file. A word at the start of a line may be the time that CloudWatch Logs and syslog put before
   *  every record: that is no fault if a record follows. */
  begin(offset: number, byte: number, isLineStart: boolean): void {
    this.start = offset
    this.isStamp = isLineStart && isWordByte(byte)
  }

  /** A value follows: whether these bytes are what a line begins with. They are then forgotten. */
  forgetStamp(): boolean {
    const { isStamp } = this
    if (isStamp) this.take()
    return isStamp
  }

  /** Where they began, or −1; and forgets them. */
  take(): number {
    const { start } = this
    this.start = -1
    this.isStamp = false
    return start
  }
}
