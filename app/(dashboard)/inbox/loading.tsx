import { LoadingRows } from '@/components/ui/loading-rows'

/** Grey bars while the questions are read. */
export default function Loading() {
  return (
    <div className="pt-16">
      <LoadingRows rows={12} columns={3} />
    </div>
  )
}
