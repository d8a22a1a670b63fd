import { z } from 'zod';

// Zod's compiled fast path needs `new Function`, which the content security policy forbids: even the probe for it, made
// when the first schema is built, would be reported as a violation. So every schema imports `z` from here.
z.config({ jitless: true });

export { z };
