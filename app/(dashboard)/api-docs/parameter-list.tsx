import { inWords } from '@/lib/operations/example'
import { propertiesOf } from '@/lib/operations/json-schema'
import { type Operation, pathParameters } from '@/lib/operations/operation'

/** What an operation takes: where it stands, what it looks like, and whether it must be there. */
export function ParameterList({ operation }: { operation: Operation }) {
  const inPath = pathParameters(operation)
  const where = operation.method === 'GET' ? 'query' : 'body'
  const properties = propertiesOf(operation.input)
  if (properties.length === 0) return null
  const label = `Parameters of ${operation.summary.toLowerCase()}`
  return (
    <details className="mt-1.5">
      <summary className="inline-flex cursor-pointer items-center py-1 text-12 text-accent-fg max-md:min-h-10">
        {properties.length === 1 ? '1 parameter' : `${properties.length} parameters`}
      </summary>
      <dl aria-label={label} className="mt-1 max-w-220">
        {properties.map(({ name, schema, isRequired }) => (
          <div key={name} className="grid gap-x-4 border-t border-line py-1.5 md:grid-cols-[208px_minmax(0,1fr)]">
            <dt className="min-w-0">
              <span className="code break-all">{name}</span>{' '}
              <span className="text-12 text-fg-3">
                {inPath.includes(name) ? 'path' : where}
                {isRequired ? ', required' : ''}
              </span>
            </dt>
            <dd className="min-w-0 text-12 text-fg-2 wrap-break-word">
              {inWords(schema)}
              {typeof schema.description === 'string' ? (
                <span className="block text-fg-3">{schema.description}</span>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
