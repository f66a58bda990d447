// usage: node verify.mjs FOLDER-OF-node_modules < JSON array of {secret, headers, body}; prints a JSON array: "" where the reference library of Standard Webhooks accepts a message, else what it says.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { Webhook } = createRequire(`${process.argv[2]}/`)('standardwebhooks');
const verify = ({ secret, headers, body }) => {
  try { new Webhook(secret).verify(body, headers); return ''; } catch (e) { return e.message; }
};
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(verify)));
