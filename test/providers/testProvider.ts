import { describe } from 'vitest';
import type { ProviderUnderTest } from './providerUnderTest.ts';
import { testFailing } from './testProviderFailing.ts';
import { testHealth } from './testProviderHealth.ts';
import { testReading } from './testProviderReading.ts';

/** What every provider must do. The test file of each provider calls this, and adds what is special. */
export function testProvider(provider: ProviderUnderTest): void {
  describe(`${provider.name} as a provider`, () => {
    testReading(provider);
    testFailing(provider);
    testHealth(provider);
  });
}
