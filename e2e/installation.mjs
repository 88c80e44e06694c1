// A demo of Guichet, in a folder and a database of its own.

import { execFileSync, spawn } from "node:child_process";
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const program = process.env.GUICHET_BIN ?? fileURLToPath(new URL("../target/debug/guichet", import.meta.url));

// How long a debug build may take until it answers, and until it has stopped.
const READY_MS = 120_000;
const STOPPED_MS = 10_000;

export class Installation {
  /** `log` is the folder for what the server says, `postgres` the address of a server; without it, SQLite. */
  constructor(log, postgres) {
    this.log = join(log, "guichet.log");
    this.postgres = postgres;
    this.database = postgres && `guichet_e2e_${process.pid}`;
    this.data = mkdtempSync(join(tmpdir(), "guichet-e2e-"));
  }

  /** Starts the demo on a free port and waits until it answers. */
  async start() {
    const options = ["demo", "--data", this.data, "--bind", "127.0.0.1:0"];
    if (this.postgres) {
      this.psql(`CREATE DATABASE ${this.database}`);
      const url = new URL(this.postgres);
      url.pathname = this.database;
      options.push("--database", url.href);
    }
    const log = createWriteStream(this.log);
    await once(log, "open");
    this.server = spawn(program, options, { stdio: ["ignore", log, log] });
    this.server.on("error", (error) => (this.refused = error));
    const deadline = performance.now() + READY_MS;
    while (!(await this.answers())) {
      if (this.refused) throw this.refused;
      if (this.server.exitCode !== null || this.server.signalCode) throw new Error(`guichet has ended:\n${this.said()}`);
      if (performance.now() > deadline) throw new Error(`guichet does not answer:\n${this.said()}`);
      await sleep(100);
    }
  }

  /** What the stories must know, as environment variables. */
  environment() {
    return { GUICHET_DEMO: join(this.data, "demo.json"), GUICHET_URL: this.demo().url };
  }

  /** Stops the server and removes all that it wrote, but its log. */
  async remove() {
    if (this.server && !this.refused && this.server.exitCode === null) {
      const ended = once(this.server, "exit");
      this.server.kill("SIGTERM");
      const late = setTimeout(() => this.server.kill("SIGKILL"), STOPPED_MS);
      await ended;
      clearTimeout(late);
    }
    rmSync(this.data, { recursive: true, force: true });
    if (this.postgres) this.psql(`DROP DATABASE IF EXISTS ${this.database} WITH (FORCE)`);
  }

  async answers() {
    try {
      return (await fetch(new URL("/readyz", this.demo().url))).ok;
    } catch {
      return false;
    }
  }

  demo() {
    return JSON.parse(readFileSync(join(this.data, "demo.json"), "utf8"));
  }

  said() {
    return readFileSync(this.log, "utf8").slice(-4_000);
  }

  psql(statement) {
    execFileSync("psql", ["--no-psqlrc", "--quiet", "--dbname", this.postgres, "--command", statement]);
  }
}
