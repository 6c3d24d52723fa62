import { parseArgs } from 'node:util';
import { hashApiKey, makeApiKey } from '../config/apiKey.ts';
import { apiKeySettings } from '../config/authSettings.ts';
import { describeIssues, typeMessages } from '../config/settingIssues.ts';

/** Makes an API key. The key alone is on standard output, so that it can be piped into a secret store. */
try {
  makeKey();
} catch (error) {
  // The messages of `parseArgs` name the argument and the rule.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function makeKey(): void {
  const { values } = parseArgs({
    options: { name: { type: 'string', default: 'default' }, scopes: { type: 'string', default: 'all' } },
  });
  const key = makeApiKey();
  const sha256 = hashApiKey(key).toString('hex');
  const scopes = values.scopes === 'all' ? 'all' : values.scopes.split(',').map((scope) => scope.trim());
  const checked = apiKeySettings.safeParse({ name: values.name, sha256, scopes }, typeMessages);
  if (!checked.success) {
    throw new Error(describeIssues(checked.error.issues, ([option]) => `--${String(option)}`).join('\n'));
  }
  const line = `- { name: ${JSON.stringify(values.name)}, sha256: "${sha256}", scopes: ${JSON.stringify(scopes)} }`;
  console.error(
    [
      'In the file of SWITCHBOARD_CONFIG, under auth.apiKeys:',
      `  ${line}`,
      ...(scopes === 'all' ? ['or as the only key:', `  SWITCHBOARD_API_KEY_SHA256=${sha256}`] : []),
      'The key for the client, which is not shown again:',
    ].join('\n'),
  );
  console.log(key);
}
