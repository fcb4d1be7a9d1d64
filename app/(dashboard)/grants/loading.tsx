import { LoadingRows } from '@/components/ui/loading-rows'

/** The list while it is being read. */
export default function Loading() {
  return (
    <>
      <header className="flex h-12 items-center border-b border-line page-inset max-md:pl-13 md:h-11">
        <h1 className="text-14 max-md:text-16">Grants</h1>
      </header>
      <div className="pt-21">
        <LoadingRows rows={16} columns={7} />
      </div>
    </>
  )
}
