// node client.mjs FOLDER ENDPOINT TOKEN FILE: sends FILE by the npm package in FOLDER, with a break after half of it.
import { createRequire } from "node:module";
import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";

const [folder, endpoint, token, file] = process.argv.slice(2);
const tus = createRequire(join(folder, "index.js"))("tus-js-client");
const half = statSync(file).size / 2;

function upload(options) {
  return new Promise((done, fail) => {
    const upload = new tus.Upload(readFileSync(file), {
      endpoint,
      chunkSize: half,
      headers: { Authorization: `Bearer ${token}` },
      metadata: { filename: basename(file), filetype: "application/pdf" },
      retryDelays: null,
      onError: fail,
      onSuccess: () => done(upload),
      onChunkComplete: (_, sent) => options.onHalf?.(upload, sent, done),
      ...options.resume,
    });
    upload.start();
  });
}

const first = await upload({
  onHalf(upload, sent, done) {
    console.log(`paused at ${sent}`);
    upload.abort().then(() => done(upload));
  },
});
const second = await upload({ resume: { uploadUrl: first.url } });
console.log(`at ${second.url}`);
console.log("done");
