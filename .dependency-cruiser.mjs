// The import rules of the layers (ARCHITECTURE.md):
//   core ← twin ← { perception, reasoning, training } ← workers ← store ← views ← app        io: core + twin only
// Type imports count: a layer that knows another's types depends on it. Tests may import what they test with.

/** Tests: they may import what they test with, from `test/support` and `test/fixtures` too. */
const TEST = '\\.test\\.tsx?$';
const CONTRACTS = '^workers/(contracts|rpc)/';

/**
 * Files under `from` may import, of this project, only what matches one of `allowed`.
 * @param {string} name
 * @param {string} from
 * @param {readonly string[]} allowed
 * @param {string} comment
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
const layer = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: TEST },
  to: { path: '^(src|workers|scripts|test|bench)/', pathNot: [from, ...allowed] },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'core-imports-nothing',
      comment: 'the schema library, which is set up here once, aside',
      severity: 'error',
      from: { path: '^src/core/', pathNot: TEST },
      to: { pathNot: ['^src/core/', 'node_modules/zod/'] },
    },
    layer('twin-layer', '^src/twin/', ['^src/core/'], 'twin knows core only'),
    layer('io-layer', '^src/io/', ['^src/(core|twin)/'], 'io knows core and twin only'),
    layer(
      'perception-layer',
      '^src/perception/',
      ['^src/(core|twin)/', '^src/io/image/'],
      'no reasoning, no training, no worker; of the file formats only the headers of images',
    ),
    layer(
      'reasoning-layer',
      '^src/reasoning/',
      ['^src/(core|twin)/'],
      'no perception, no training, no worker',
    ),
    layer(
      'training-layer',
      '^src/training/',
      [
        '^src/(core|twin)/',
        '^src/reasoning/((tools|knowledge|programs|prompt|rollout|constraint)/|types\\.ts$)',
      ],
      'see training-tools',
    ),
    {
      name: 'training-tools',
      comment:
        'only worlds, rewards, reinforcement learning and the prompt may use reasoning: tools, knowledge, programs, prompts and rollouts, never a policy',
      severity: 'error',
      from: {
        path: '^src/training/',
        pathNot: [
          '^src/training/((worlds|rewards|rl)/|grpo\\.ts$|model/(prompt|constrained|policy)\\.ts$)',
          TEST,
        ],
      },
      to: { path: '^src/reasoning/' },
    },
    layer(
      'worker-contracts',
      CONTRACTS,
      ['^src/(core|twin)/', '^src/training/rl/schema\\.ts$'],
      'contracts are shared by both threads; what a training run is described by is defined once',
    ),
    layer(
      'workers-layer',
      '^workers/',
      ['^src/(core|twin|io|perception|reasoning|training)/'],
      'workers know neither store nor views',
    ),
    layer(
      'store-layer',
      '^src/store/',
      ['^src/(core|twin|reasoning|io)/', CONTRACTS],
      'contracts, never worker code',
    ),
    layer(
      'views-layer',
      '^src/views/',
      ['^src/(core|twin|reasoning|io|store)/', CONTRACTS],
      'contracts, never worker code',
    ),
    {
      name: 'no-worker-entry',
      comment:
        'a worker entry is started by its address, which the composition root alone knows, and a worker of its helpers',
      severity: 'error',
      from: { pathNot: '^(src/app|workers)/spawn[A-Za-z]+Worker\\.ts$' },
      to: { path: '\\.worker\\.ts' },
    },
    {
      name: 'no-tools-in-app',
      comment: 'what ships imports no build script, test or benchmark',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: TEST },
      to: { path: '^(scripts|test|bench)/' },
    },
    {
      name: 'no-node-in-app',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-dev-dependency-in-app',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'not-to-test',
      comment: 'tests and what lies in test/ are for tests alone',
      severity: 'error',
      from: { pathNot: ['^test/', TEST] },
      to: { path: ['^test/', TEST] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The TypeScript 7 compiler offers no parser to JavaScript tools; swc reads the same syntax, type imports included.
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'module', 'browser', 'default', 'types'],
    },
  },
};
