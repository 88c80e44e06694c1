// Tells the stories of the files on the command line, one after the other in this one process: they share a browser, and what axe has judged
// in one of them it need not judge again in another.

import { pathToFileURL } from "node:url";

for (const file of process.argv.slice(2)) await import(pathToFileURL(file));
