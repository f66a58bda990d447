// usage: node language.mjs FOLDER-OF-node_modules < {"schemas": {name: schema}, "values": [{"schema": name, "value": …}]}; prints a JSON array: what is wrong with each value ("" when nothing).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(`${process.argv[2]}/`);
const Ajv = require('ajv/dist/2020').default;
const formats = require('ajv-formats').default;

// Strict: a keyword that nobody knows is an error in the schema itself.
const ajv = formats(new Ajv({ strict: true, strictTypes: false, allErrors: true }));
const { schemas, values } = JSON.parse(readFileSync(0, 'utf8'));
const check = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));
process.stdout.write(JSON.stringify(values.map(({ schema, value }) =>
  !check[schema] ? `no schema ${schema}` : check[schema](value) ? '' : check[schema].errors.map(e => `${schema}${e.instancePath} ${e.message} ${JSON.stringify(value)}`).join('\n'))));
