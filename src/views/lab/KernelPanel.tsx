import { formatDuration } from '../../core/units.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';

/** The reward kernels on this machine's GPU, beside their references in TypeScript. */
export function KernelPanel() {
  const { lab } = useCommands();
  const check = useApp((state) => state.lab.check);
  const busy = useApp((state) => state.lab.job !== undefined || state.lab.elsewhere);
  return (
    <section className="lab__section" aria-label="Kernels">
      <h2>Kernels</h2>
      <p className="lab__hint">
        Runs every case of every reward kernel on the GPU and in TypeScript, and compares: integers exactly,
        floats to 1e-5.
      </p>
      <Button disabled={busy} onClick={() => void lab.verifyKernels()}>
        Verify kernels
      </Button>
      {check && (
        <>
          <p role="status" className={check.passed ? 'good' : 'runStatus__warn'}>
            {check.passed ? 'All kernels agree.' : 'Some kernels differ: compute rewards on the processor.'}
          </p>
          <div className="tableScroll">
            <table className="labTable" aria-label="Kernels against their references">
              <thead>
                <tr>
                  <th scope="col">Kernel</th>
                  <th scope="col">Cases</th>
                  <th scope="col">Differ</th>
                  <th scope="col">Error</th>
                  <th scope="col">GPU</th>
                  <th scope="col">TS</th>
                </tr>
              </thead>
              <tbody>
                {check.kernels.map(({ kernel, cases, mismatches, worstError, ms, referenceMs }) => (
                  <tr key={kernel}>
                    <th scope="row">{kernel}</th>
                    <td>{cases}</td>
                    <td>{mismatches}</td>
                    <td>{worstError === 0 ? '0' : worstError.toExponential(0)}</td>
                    <td>{formatDuration(ms)}</td>
                    <td>{formatDuration(referenceMs)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="lab__hint">
            {check.adapter}
            {check.software &&
              '. A software adapter: the processor plays the GPU, which says nothing of a GPU’s speed.'}
          </p>
        </>
      )}
    </section>
  );
}
