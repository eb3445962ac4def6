// PouchDB's replication between two local databases and a server. Prints one JSON object.
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { performance } = require("node:perf_hooks");
const readline = require("node:readline");
const PouchDB = require("pouchdb-node");

const [rows, changed, rounds] = process.argv.slice(2).map(Number);
const LETTERS = "abcdefghijklmnopqrstuvwxyz    ";
const BATCH = { batch_size: 1000 };

function text(chars) {
  let made = "";
  while (made.length < chars) made += LETTERS[Math.floor(Math.random() * LETTERS.length)];
  return made;
}

function median(values) {
  const ordered = [...values].sort((one, other) => one - other);
  return ordered[Math.floor(ordered.length / 2)];
}

async function seconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function check(condition, what) {
  if (!condition) throw new Error(what);
}

async function serve(folder) {
  const server = spawn(process.execPath, [path.join(__dirname, "pouch_server.js"), folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = await new Promise((resolve, reject) => {
    readline.createInterface({ input: server.stdout }).once("line", (line) => resolve([line]));
    server.once("exit", () => reject(new Error("the server ended")));
  });
  return [server, `http://127.0.0.1:${port}/bench`];
}

async function write(database, count) {
  for (let from = 0; from < count; from += 1000) {
    const docs = [];
    for (let number = from; number < Math.min(count, from + 1000); number++) {
      docs.push({ _id: String(number).padStart(8, "0"), front: text(500), back: text(500) });
    }
    const done = await database.bulkDocs(docs);
    check(done.every((each) => each.ok), "a row was not written");
  }
}

async function change(database, count) {
  const found = await database.allDocs({ include_docs: true, limit: count });
  check(found.rows.length === count, "rows are missing");
  await database.bulkDocs(found.rows.map((row) => ({ ...row.doc, back: text(200) })));
}

async function main(folder) {
  const [server, url] = await serve(path.join(folder, "server"));
  try {
    const mine = new PouchDB(path.join(folder, "a"));
    const other = new PouchDB(path.join(folder, "b"));
    await write(mine, rows);
    await mine.replicate.to(url, BATCH);
    const initial = await seconds(() => other.replicate.from(url, BATCH));
    check((await other.info()).doc_count === rows, "rows did not arrive");
    const [pushes, pulls, idle] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      await change(mine, changed);
      let sent, received;
      pushes.push(await seconds(async () => (sent = await mine.replicate.to(url, BATCH))));
      pulls.push(await seconds(async () => (received = await other.replicate.from(url, BATCH))));
      check(sent.docs_written === changed && received.docs_written === changed, "not all changes went");
      idle.push(await seconds(() => other.sync(url, BATCH)));
    }
    return {
      name: `PouchDB ${require("pouchdb-node/package.json").version}`,
      rows,
      changed,
      initial_s: initial,
      push_s: median(pushes),
      pull_s: median(pulls),
      no_op_s: median(idle),
    };
  } finally {
    server.kill();
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pouch-bench-"));
fs.mkdirSync(path.join(folder, "server"));
main(folder)
  .then((told) => process.stdout.write(JSON.stringify(told) + "\n"))
  .catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  })
  .finally(() => fs.rmSync(folder, { recursive: true, force: true }));
