import { CopyLine } from '@/components/ui/copy-line'
import { Tag } from '@/components/ui/tag'
import { exampleCall } from '@/lib/operations/example'
import { type Operation, toolOf, wordsOf } from '@/lib/operations/operation'
import { ParameterList } from './parameter-list'

/** One operation: what it is called at each door, what it takes, and a call to copy. */
export function OperationItem({ operation }: { operation: Operation }) {
  const { id, method, path, scope, summary, description, forAgents } = operation
  return (
    <li id={id} className="scroll-mt-14 border-t border-line py-4 first:border-t-0">
      <h3 className="text-13 font-medium">{summary}</h3>
      <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="code font-medium">{method}</span>
        <span className="code min-w-0 break-all">/api/v1{path}</span>
        {scope ? <Tag>{scope}</Tag> : <Tag>any token</Tag>}
      </p>
      <p className="mt-1 max-w-180 text-fg-2">{description}</p>
      <ParameterList operation={operation} />
      <p className="mt-2 flex flex-wrap gap-x-4 text-12 text-fg-3">
        <span>
          Command line <span className="code text-fg-2">remit {wordsOf(operation).join(' ')}</span>
        </span>
        {forAgents ? (
          <span>
            Tool <span className="code text-fg-2">{toolOf(operation)}</span>
          </span>
        ) : null}
      </p>
      <div className="max-w-220">
        <CopyLine text={exampleCall(operation)} what="example" />
      </div>
    </li>
  )
}
