import type { ModelPlan } from '../../../workers/contracts/models.ts';
import { formatBytes } from '../../core/units.ts';
import { CHECKS } from './wording.ts';

const STATES = { stored: 'here', partial: 'partly here', missing: 'to fetch' } as const;

/** Every file of a model: size, whether it is here, and what its content is held against. */
export function FileTable(props: { readonly plan: ModelPlan }) {
  const { files, totalBytes, fetchBytes } = props.plan;
  return (
    <table className="modelFiles">
      <caption className="visuallyHidden">Files of the model</caption>
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">Size</th>
          <th scope="col">State</th>
          <th scope="col">Checked against</th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <tr key={file.path} data-state={file.state}>
            <td className="mono">{file.path}</td>
            <td>
              {file.exact ? '' : '≈ '}
              {formatBytes(file.bytes)}
            </td>
            <td>{file.state === 'partial' ? `${formatBytes(file.haveBytes)} here` : STATES[file.state]}</td>
            <td>{CHECKS[file.hashSource]}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{files.length} files</th>
          <td>{formatBytes(totalBytes)}</td>
          <td colSpan={2}>{fetchBytes === 0 ? 'all here' : `${formatBytes(fetchBytes)} to fetch`}</td>
        </tr>
      </tfoot>
    </table>
  );
}
