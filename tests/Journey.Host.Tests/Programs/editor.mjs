// usage: node editor.mjs FOLDER-OF-node_modules FILE…; opens the files in the YAML language server as an editor does; prints a JSON array: what it underlines in each.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [modules, ...files] = process.argv.slice(2);
const server = spawn(process.execPath, [`${modules}/yaml-language-server/bin/yaml-language-server`, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
const send = message => {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
};
const found = new Map();
const hear = message => {
  if (message.id === 1 && message.result) {
    send({ method: 'initialized', params: {} });
    for (const file of files) send({ method: 'textDocument/didOpen', params: { textDocument: { uri: pathToFileURL(file).href, languageId: 'yaml', version: 1, text: readFileSync(file, 'utf8') } } });
  } else if (message.id !== undefined && message.method) {
    send({ id: message.id, result: message.method === 'workspace/configuration' ? message.params.items.map(() => ({})) : null });
  } else if (message.method === 'textDocument/publishDiagnostics') {
    found.set(message.params.uri, message.params.diagnostics.map(d => `${d.range.start.line + 1}: ${d.message}`));
    if (found.size < files.length) return;
    console.log(JSON.stringify(files.map(f => found.get(pathToFileURL(f).href))));
    server.kill();
  }
};
let heard = Buffer.alloc(0);
server.stdout.on('data', data => {
  heard = Buffer.concat([heard, data]);
  for (;;) {
    const head = heard.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(heard.subarray(0, head))[1]);
    if (heard.length < head + 4 + length) return;
    const body = heard.subarray(head + 4, head + 4 + length);
    heard = heard.subarray(head + 4 + length);
    hear(JSON.parse(body));
  }
});
send({ id: 1, method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities: {} } });
