// usage: node schema.mjs SCHEMA FOLDER-OF-node_modules < JSON array of YAML texts; prints a JSON array: what is wrong with each by the schema ("" when nothing).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [schema, modules] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { parse } = require('yaml');
const Ajv = require('ajv/dist/2020').default;

// Strict: a keyword that nobody knows is an error in the schema itself. "required" beside "if" names properties of the whole, which strictRequired does not see.
const validate = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(schema, 'utf8')));
const wrong = text => {
  let value;
  try { value = parse(text); } catch (e) { return `not YAML: ${e.message}`; }
  return validate(value) ? '' : validate.errors.map(e => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`).join('\n');
};
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(wrong)));
