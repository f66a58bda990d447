// Checks a proof with what npm checks packages' provenance with: @sigstore/verify, which reads P-256 signatures of checkpoints.
// usage: node sigstore.cjs MODULES ORIGIN PUBLIC-KEY.pem PROOF.tlog-proof
const fs = require('fs'), crypto = require('crypto'), path = require('path');
const [modules, origin, pem, file] = process.argv.slice(2);
const { verifyTLogInclusion } = require(path.join(modules, '@sigstore/verify/dist/tlog'));

const text = fs.readFileSync(file, 'utf8');
const end = text.indexOf('\n\n');
const [, extra, index, ...hashes] = text.slice(0, end).split('\n');
const publicKey = crypto.createPublicKey(fs.readFileSync(pem));
const logID = crypto.createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest();
try {
  verifyTLogInclusion(
    {
      canonicalizedBody: Buffer.from(extra.slice('extra '.length), 'base64'),
      inclusionProof: { logIndex: index.slice('index '.length), hashes: hashes.map((h) => Buffer.from(h, 'base64')), checkpoint: { envelope: text.slice(end + 2) } },
    },
    [{ logID, publicKey, baseURL: `https://${origin}` }]);
  console.log(`ACCEPTED: ${index}`);
} catch (e) {
  console.log(`REJECTED: ${e.message}`);
  process.exit(1);
}
