'use client'
import { Upload as UploadIcon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type DragEvent, useState } from 'react'
import { buttonClass } from '@/components/ui/button'
import { classList } from '@/components/ui/class-list'
import { SectionHead } from '@/components/ui/section-head'
import { CommandLine } from './command-line'
import { type Upload, uploadFile } from './upload-file'
import { UploadResult } from './upload-result'

type Sent = { key: string; name: string; upload: Upload }

const ACCEPTED = '.json,.jsonl,.ndjson,.gz'

function useUploads() {
  const router = useRouter()
  const [sent, setSent] = useState<Sent[]>([])
  const [isBusy, setBusy] = useState(false)
  const send = async (files: File[]) => {
    if (isBusy || files.length === 0) return
    setBusy(true)
    const list = files.map((file, index) => ({ key: `${index}-${file.name}`, file }))
    setSent(list.map(({ key, file }) => ({ key, name: file.name, upload: { state: 'sending', sent: 0 } })))
    for (const { key, file } of list) {
      const tell = (upload: Upload) =>
        setSent((old) => old.map((each) => (each.key === key ? { ...each, upload } : each)))
      await uploadFile(file, tell)
    }
    setBusy(false)
    router.refresh()
  }
  return { sent, isBusy, send }
}

type Door = { isBusy: boolean; send: (files: File[]) => Promise<void> }

function FileButton({ isBusy, send }: Door) {
  return (
    <label className={buttonClass({ className: 'cursor-pointer focus-within:shadow-focus' })}>
      <UploadIcon aria-hidden="true" />
      Choose files
      <input
        type="file"
        multiple
        accept={ACCEPTED}
        disabled={isBusy}
        className="sr-only"
        onChange={(event) => {
          void send([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </label>
  )
}

function DropArea({ isBusy, send }: Door) {
  const [isOver, setOver] = useState(false)
  const over = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void send([...event.dataTransfer.files])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a way besides the button, which keys reach
    <div
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classList(
        'mt-2.5 grid justify-items-center gap-2 rounded-md border border-dashed px-4 py-7 text-center',
        isOver ? 'border-accent bg-accent-tint' : 'border-line-control',
      )}
    >
      <p>Drop files here</p>
      <p className="text-12 text-fg-3">.json, .jsonl, each also gzipped; of any size</p>
      <FileButton isBusy={isBusy} send={send} />
    </div>
  )
}

/** The door for CloudTrail files: dropped here, chosen, or by the command line. One after the other, each with its end. */
export function DropZone({ canIngest }: { canIngest: boolean }) {
  const { sent, isBusy, send } = useUploads()
  return (
    <section aria-labelledby="bring" className="py-4 pr-6 pl-5 max-md:px-4">
      <SectionHead id="bring" title="Bring CloudTrail records" />
      {canIngest ? (
        <DropArea isBusy={isBusy} send={send} />
      ) : (
        <p className="mt-1 text-fg-2">Your role does not bring records. Reviewers and admins do.</p>
      )}
      <ul aria-live="polite" className="mt-3">
        {sent.map(({ key, name, upload }) => (
          <UploadResult key={key} name={name} upload={upload} />
        ))}
      </ul>
      <CommandLine />
    </section>
  )
}
