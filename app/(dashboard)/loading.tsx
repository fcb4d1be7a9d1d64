import { LoadingRows } from '@/components/ui/loading-rows'

/** Grey bars while a section is read. */
export default function Loading() {
  return (
    <div className="pt-24">
      <LoadingRows rows={14} columns={6} />
    </div>
  )
}
