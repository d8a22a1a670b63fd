import { test as base, expect, type Page, type Request } from '@playwright/test';
import { DIST } from '../../../scripts/lib/project.ts';
import { type StaticServer, startStaticServer } from '../../../scripts/lib/staticServer.ts';

export { expect };

export interface Watch {
  /** Console errors that the test provokes on purpose. */
  expectErrors(pattern: RegExp): void;
  /** A host that the person chose: the hub, for models. */
  allowOrigin(origin: string): void;
}

const isForeign = (request: Request, allowed: readonly string[]): boolean => {
  const { protocol, origin } = new URL(request.url());
  return /^(https?|wss?):$/.test(protocol) && !allowed.includes(origin);
};

/** Everything that must not happen on a page: errors, crashes, requests to anyone else. */
function watchPage(page: Page, allowed: readonly string[], problems: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('crash', () => problems.push('the page crashed'));
  page.on('request', (request) => {
    if (isForeign(request, allowed)) problems.push(`left the origin: ${request.url()}`);
  });
}

interface Fixtures {
  /** Fails the test on console errors, violations of the policy, uncaught errors, and requests that leave the origin. */
  readonly watch: Watch;
}

interface WorkerFixtures {
  /** The production build, with the headers of a host that can set them. */
  readonly site: StaticServer;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  site: [
    async ({ browserName: _ }, use) => {
      const server = await startStaticServer({ root: DIST, port: 4680 });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ site }, use) => use(site.url),
  watch: [
    async ({ page, baseURL }, use) => {
      const problems: string[] = [];
      const expected: RegExp[] = [];
      const allowed = [new URL(baseURL ?? '').origin];
      watchPage(page, allowed, problems);
      await page.addInitScript(() =>
        addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
          console.error(`policy: ${effectiveDirective} refuses ${blockedURI}`),
        ),
      );
      await use({
        expectErrors: (pattern) => expected.push(pattern),
        allowOrigin: (origin) => allowed.push(origin),
      });
      expect(problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)))).toEqual([]);
    },
    { auto: true },
  ],
});
