import { writeFile } from 'node:fs/promises'
import { type EnforcementPoint, fillExample, runEnforcementPoint } from './run-enforcement-point'

export const NGINX = '/usr/sbin/nginx'

/** Where nginx asks, what it stands in front of, as whom it asks, and for which permission (none = any). */
export type NginxPlan = {
  tokenService: string
  systemPort: number
  clientId: string
  secret: string
  permission?: string
}

/** nginx with public/examples/nginx.conf as it is, but for addresses and the client's secret. */
export function runNginx({
  tokenService,
  systemPort,
  clientId,
  secret,
  permission = '',
}: NginxPlan): Promise<EnforcementPoint> {
  return runEnforcementPoint(async (folder, port) => {
    const example = await fillExample('nginx.conf', {
      '127.0.0.1:3001': tokenService,
      '127.0.0.1:8080': `127.0.0.1:${systemPort}`,
      '127.0.0.1:8081': `127.0.0.1:${port}`,
      'Q0xJRU5UX0lEOlNFQ1JFVA==': Buffer.from(`${clientId}:${secret}`).toString('base64'),
      'set $remit_permission ""': `set $remit_permission "${permission}"`,
    })
    const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((each) => `${each}_temp_path ${folder}/t;`)
    const main = `daemon off; pid ${folder}/pid; error_log stderr; events {}
      http { access_log off; ${temp.join(' ')} ${example} }`
    await writeFile(`${folder}/nginx.conf`, main)
    return [NGINX, '-p', folder, '-e', 'stderr', '-c', `${folder}/nginx.conf`]
  })
}
