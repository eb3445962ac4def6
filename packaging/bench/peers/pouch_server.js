// A CouchDB-like server of its own: express-pouchdb over LevelDB in the folder given. Prints its port.
const express = require("express");
const PouchDB = require("pouchdb-node").defaults({ prefix: process.argv[2] + "/" });

const app = express();
app.use(
  "/",
  require("express-pouchdb")(PouchDB, {
    mode: "minimumForPouchDB",
    inMemoryConfig: true,
    logPath: process.argv[2] + "/log.txt",
  }),
);
const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
