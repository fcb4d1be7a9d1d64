import { LoadingRows } from '@/components/ui/loading-rows'

/** Grey bars while the list is read. */
export default function Loading() {
  return (
    <div className="pt-32">
      <LoadingRows rows={14} columns={6} />
    </div>
  )
}
