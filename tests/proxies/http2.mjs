// Ask for addresses by HTTP/2, all at once on one connection, and print the status of each, 0 for none:
// node http2.mjs PORT NAME [{"method": …, "path": …, "headers": {…}, "body": …}, …]

import { connect } from "node:http2";
import process from "node:process";

const [port, name, asked] = process.argv.slice(2);
const session = connect(`https://127.0.0.1:${port}`, { servername: name, rejectUnauthorized: false });
session.on("error", () => {}); // one that is much too large ends it for all
const answers = JSON.parse(asked).map(ask);
process.stdout.write(JSON.stringify(await Promise.all(answers)));
session.close();

function ask({ method, path, headers, body }) {
  const stream = session.request({ ":authority": name, ":method": method, ":path": path, ...headers });
  return new Promise((resolve) => {
    let status = 0;
    stream.on("response", (given) => (status = given[":status"]));
    stream.on("close", () => resolve(status));
    stream.on("error", () => {}); // whoever refuses a request may close its stream unanswered
    stream.resume();
    stream.end(body ?? "");
  });
}
