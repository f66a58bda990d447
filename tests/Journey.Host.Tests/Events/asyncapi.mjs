// usage: node asyncapi.mjs FOLDER-OF-node_modules < DOCUMENT; prints a JSON array of what the official parser says of it, and the number of its messages and operations.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { Parser } = createRequire(`${process.argv[2]}/`)('@asyncapi/parser');
const { document, diagnostics } = await new Parser().parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify({
  diagnostics: diagnostics.map(d => `${['error', 'warning', 'info', 'hint'][d.severity]} ${d.code} ${d.path.join('.')}: ${d.message}`),
  messages: document?.allMessages().length ?? 0, operations: document?.allOperations().length ?? 0,
}));
